// The dialog of the editor, what it sends to the server, and the list of versions that were kept.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Editor = (() => {
  const { settings, text } = Format;
  const { edit } = settings;
  if (!edit) return null;
  const { make } = Faces;
  const address = `${document.body.dataset.base}/${edit.name}/susun`;
  const token = document.querySelector("meta[name=csrf-token]").content;
  const dialog = document.getElementById("editor");

  const send = async (body) => {
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
        body: JSON.stringify(body),
      });
      return { ok: answer.ok, ...(await answer.json()) };
    } catch {
      return { ok: false, problems: [text("edit_failed")] };
    }
  };

  const show = (title, parts, actions) => {
    document.getElementById("editor-title").textContent = title;
    document.getElementById("editor-body").replaceChildren(...parts);
    document.getElementById("editor-actions").replaceChildren(
      ...actions.map(([name, act]) => {
        const button = make("button", "", text(name));
        button.type = "button";
        button.addEventListener("click", act);
        return button;
      }),
    );
    if (!dialog.open) dialog.showModal();
    dialog.querySelector("input, select, textarea")?.focus();
  };
  const close = ["edit_cancel", () => dialog.close()];
  const complain = (words) => {
    const line = make("p", "problem", words);
    line.setAttribute("role", "alert");
    document.querySelectorAll("#editor-body > .problem").forEach((each) => each.remove());
    document.getElementById("editor-body").prepend(line);
    line.scrollIntoView();
  };

  // a line for each version, with a button that brings it back
  const versions = (restored) => {
    const list = make("ul", "list");
    for (const each of edit.history) {
      const line = make("li");
      const back = make("button", "", text("edit_restore", each.version));
      back.type = "button";
      back.addEventListener("click", async () => {
        const answer = await send({ do: "restore", version: each.version });
        if (answer.ok) restored();
        else complain(answer.problems.join(" "));
      });
      line.append(
        make(
          "span",
          "name",
          `${text("edit_version", each.version, each.created.replace("T", " "), each.user)}${each.deleted ? `, ${text("edit_deleted")}` : ""}`,
        ),
        back,
      );
      list.append(line);
    }
    return list;
  };

  return { dialog, send, show, close, complain, versions };
})();
