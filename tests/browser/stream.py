"""A real HLS stream for a camera tile: Chromium films a red canvas, its MP4 is cut into the pieces of a playlist."""

import base64
import struct

# H.264 in fragments of a second: what cameras send, and what their gateways cut
RECORD = """async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 });
  const brush = canvas.getContext('2d');
  const paint = setInterval(() => {
    brush.fillStyle = 'rgb(220, 30, 30)';
    brush.fillRect(0, 0, 160, 90);
    brush.fillStyle = 'white';
    brush.fillRect(Date.now() % 160, 40, 4, 4);
  }, 40);
  const mimeType = 'video/mp4;codecs=avc1.42E01E';
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType, videoKeyFrameIntervalDuration: 1000 });
  const parts = [];
  recorder.ondataavailable = event => parts.push(event.data);
  recorder.start(1000);
  await new Promise(done => setTimeout(done, 4500));
  await new Promise(done => { recorder.onstop = done; recorder.stop(); });
  clearInterval(paint);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
}"""
HEADERS = {"Access_Control_Allow_Origin": "*"}


def serve(page, source):
    """Film with a page, serve the stream from a Loopback; return the address of its playlist."""
    begin, pieces = b"", []
    for kind, content in boxes(base64.b64decode(page.evaluate(RECORD))):
        if kind in (b"ftyp", b"moov"):
            begin += content
        elif kind == b"moof":
            pieces.append(content)
        elif pieces:
            pieces[-1] += content
    lines = ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-TARGETDURATION:2", "#EXT-X-MEDIA-SEQUENCE:0"]
    lines.append('#EXT-X-MAP:URI="awal.mp4"')
    source.answer("/awal.mp4", begin, **HEADERS)
    for number, piece in enumerate(pieces):
        lines += ["#EXTINF:1.0,", f"{number}.m4s"]
        source.answer(f"/{number}.m4s", piece, **HEADERS)
    source.answer("/index.m3u8", "\n".join([*lines, "#EXT-X-ENDLIST", ""]), **HEADERS)
    return f"{source.url}/index.m3u8"


def boxes(content):
    """Yield (kind, bytes) of each top-level box of an MP4."""
    at = 0
    while at < len(content):
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        yield kind, content[at : at + size]
        at += size
