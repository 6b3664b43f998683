// A camera: a stream, moving pictures, or a picture that is fetched again.
"use strict";
{
  const { text } = Format;
  const { make, leftOut } = Faces.tools;

  Faces.add("camera", {
    draw(element, tile) {
      if (element.dataset.url === tile.url) return;
      if (leftOut(tile.url)) {
        element.replaceChildren(make("p", "no-data", text("not_pictured")));
        return;
      }
      element.dataset.url = tile.url;
      const failed = () => element.replaceChildren(make("p", "no-data", text("no_camera")));
      if (tile.stream === "hls") {
        const video = make("video");
        Object.assign(video, { muted: true, autoplay: true, playsInline: true });
        video.setAttribute("aria-label", text("camera"));
        element.replaceChildren(video);
        if (!Hls.isSupported()) {
          video.src = tile.url;
          video.onerror = failed;
          return;
        }
        const stream = new Hls({ liveSyncDurationCount: 3, backBufferLength: 10 });
        stream.loadSource(tile.url);
        stream.attachMedia(video);
        stream.on(Hls.Events.ERROR, (_event, problem) => {
          if (problem.fatal) {
            stream.destroy();
            failed();
            delete element.dataset.url;
          }
        });
        element.stop = () => stream.destroy();
        return;
      }
      const picture = make("img");
      picture.alt = `${text("camera")} ${tile.place}`;
      const again = () => {
        picture.src =
          tile.stream === "gambar" ? `${tile.url}${tile.url.includes("?") ? "&" : "?"}t=${Date.now()}` : tile.url;
      };
      // the old picture stays until the new one is there
      picture.onload = () => {
        if (!picture.isConnected) element.replaceChildren(picture);
      };
      picture.onerror = failed;
      again();
      if (tile.stream !== "gambar") {
        element.replaceChildren(picture);
        element.stop = () => {
          picture.src = "";
        };
        return;
      }
      const timer = setInterval(again, tile.refresh * 1000);
      element.stop = () => clearInterval(timer);
    },
  });
}
