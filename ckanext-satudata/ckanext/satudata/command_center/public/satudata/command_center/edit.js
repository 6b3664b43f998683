// Arranging a screen in the browser: the wall itself with tools on its tiles. What is sent and kept is the screen's YAML.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Edit = (() => {
  const { settings, text } = Format;
  const { edit } = settings;
  if (!edit) return null;
  const { make } = Faces;
  const { dialog, send, show, close, complain, versions } = Editor;
  const said = document.getElementById("edit-said");
  const copy = (value) => JSON.parse(JSON.stringify(value));
  let draft = copy(edit.descriptor);
  let kept = JSON.stringify(draft);
  let dragged = null;
  const past = [];
  const future = [];

  const tell = (words) => {
    said.textContent = words;
  };
  const dirty = () => JSON.stringify(draft) !== kept;

  // draws the draft; the tile and the tool that had the focus have it again
  const draw = async (focus = null) => {
    const answer = await send({ do: "preview", descriptor: draft });
    if (!answer.ok) {
      tell(answer.problems.join(" "));
      return;
    }
    Wall.show(answer);
    problems(answer.problems);
    buttons();
    if (focus)
      document
        .querySelector(`[data-tile="${focus.index}"] ${focus.tool ? `[data-tool="${focus.tool}"]` : "h2 button"}`)
        ?.focus();
  };

  const problems = (list) => {
    const element = document.getElementById("edit-problems");
    element.hidden = !list.length;
    element.replaceChildren(...list.map((line) => make("li", "", line)));
  };

  const change = (next, focus) => {
    past.push(draft);
    future.length = 0;
    draft = next;
    return draw(focus);
  };

  const step = (from, to) => {
    if (!from.length) return;
    to.push(draft);
    draft = from.pop();
    draw();
  };

  const tiles = () => draft.tiles ?? [];
  const withTiles = (list) => ({ ...draft, tiles: list });

  // figures stand in rows of their own, so a tile changes places with the next one of its like
  const move = (index, by, tool) => {
    const list = copy(tiles());
    const like = Layout.isSmall(list[index]);
    let other = index + by;
    while (list[other] && Layout.isSmall(list[other]) !== like) other += by;
    if (!list[other]) return;
    [list[index], list[other]] = [list[other], list[index]];
    tell(text("edit_moved", list[other].title, other + 1, list.length));
    change(withTiles(list), { index: other, tool });
  };

  const resize = (index, by, tool) => {
    const list = copy(tiles());
    const weight = Math.min(3, Math.max(1, (list[index].weight ?? 1) + by));
    if (weight === 1) delete list[index].weight;
    else list[index].weight = weight;
    change(withTiles(list), { index, tool });
  };

  const remove = (index) => {
    tell(text("edit_removed", tiles()[index].title));
    change(withTiles(tiles().filter((_tile, place) => place !== index)), { index: Math.max(0, index - 1) });
  };

  const drop = (to) => {
    if (dragged === null || dragged === to) return;
    const list = copy(tiles());
    list.splice(to, 0, ...list.splice(dragged, 1));
    change(withTiles(list), { index: to });
  };

  const tools = (whole, index) => {
    const tile = tiles()[index];
    const title = tile?.title ?? "";
    const bar = make("div", "tile-tools");
    const listed = [
      ["earlier", "◀", () => move(index, -1, "earlier")],
      ["later", "▶", () => move(index, 1, "later")],
      ["smaller", "−", () => resize(index, -1, "smaller")],
      ["larger", "+", () => resize(index, 1, "larger")],
      ["change", "✎", () => open(index)],
      ["remove", "✕", () => remove(index)],
    ];
    for (const [name, sign, act] of listed) {
      const button = make("button");
      button.type = "button";
      button.dataset.tool = name;
      button.title = text(`edit_${name}`, title);
      const drawn = make("span", "", sign);
      drawn.setAttribute("aria-hidden", "true");
      button.append(drawn, make("span", "hidden", button.title));
      button.addEventListener("click", act);
      bar.append(button);
    }
    whole.dataset.tile = index;
    whole.draggable = true;
    whole.append(bar);
    whole.addEventListener("dragstart", () => {
      dragged = index;
    });
    whole.addEventListener("dragover", (event) => event.preventDefault());
    whole.addEventListener("drop", (event) => {
      event.preventDefault();
      drop(index);
    });
  };

  const { field, input, select, split } = Controls;

  const form = (tile, index) => {
    const { rows, read } = Fields.form(edit.kinds[tile.kind].schema, tile);
    const apply = () => {
      try {
        const next = { kind: tile.kind, ...read() };
        dialog.close();
        const list = copy(tiles());
        list.splice(index, index < list.length ? 1 : 0, next);
        change(withTiles(list), { index });
      } catch (error) {
        complain(error.message);
      }
    };
    show(`${tile.kind}: ${tile.title ?? ""}`, rows, [["edit_apply", apply], close]);
  };

  // a kind that is not there can only be mended in the YAML
  const open = (index) => {
    const tile = tiles()[index];
    if (tile && edit.kinds[tile.kind]) form(tile, index);
    else yaml();
  };

  const add = () => {
    const kinds = select(
      Object.keys(edit.kinds).map((each) => [each, each]),
      "number",
    );
    show(
      text("edit_add"),
      [field(text("edit_kind"), kinds)],
      [["edit_apply", () => form(copy(edit.kinds[kinds.value].example), tiles().length)], close],
    );
  };

  const frame = () => {
    const title = input(draft.title),
      order = input(draft.order, "number"),
      people = input((draft.organizations ?? []).join(", "));
    const apply = () => {
      const next = { ...draft, title: title.value };
      const list = split(people.value);
      if (order.value === "") delete next.order;
      else next.order = Number(order.value);
      if (list.length) next.organizations = list;
      else delete next.organizations;
      dialog.close();
      change(next);
    };
    show(
      text("edit_frame"),
      [field(text("edit_title"), title), field(text("edit_order"), order), field(text("edit_organizations"), people)],
      [["edit_apply", apply], close],
    );
  };

  const yaml = async () => {
    const answer = await send({ do: "preview", descriptor: draft });
    const area = Object.assign(make("textarea", "edit-yaml"), {
      rows: 18,
      value: answer.text ?? "",
      spellcheck: false,
    });
    const apply = async () => {
      const read = await send({ do: "preview", text: area.value });
      if (!read.ok || !Object.keys(read.descriptor ?? {}).length) {
        complain(read.problems.join(" ") || "YAML");
        return;
      }
      dialog.close();
      change(read.descriptor);
    };
    show(text("edit_yaml"), [field(text("edit_yaml"), area)], [["edit_apply", apply], close]);
  };

  const history = () => {
    const list = versions(() => leave(edit.name, "susun"));
    const actions = [close];
    if (edit.history.length && !edit.history[0].deleted) {
      actions.unshift([
        "edit_delete",
        async () => {
          const answer = await send({ do: "delete" });
          if (answer.ok) leave("", "");
          else complain(answer.problems.join(" "));
        },
      ]);
    }
    show(text("edit_history"), [edit.history.length ? list : make("p", "", text("edit_none"))], actions);
  };

  const leave = (name, page) => {
    kept = JSON.stringify(draft);
    location.href = [document.body.dataset.base, name, page].filter(Boolean).join("/");
  };

  const save = () => {
    const name = input(edit.shipped ? `${edit.name}-2` : edit.name);
    name.pattern = "[a-z0-9][a-z0-9\\-]{1,59}";
    const keep = async () => {
      const answer = await send({ do: "save", name: name.value, descriptor: draft });
      if (answer.ok) leave(answer.name, "susun");
      else complain(answer.problems.join(" "));
    };
    show(
      text("edit_save"),
      [...(edit.shipped ? [make("p", "", text("edit_shipped"))] : []), field(text("edit_name"), name)],
      [["edit_save", keep], close],
    );
  };

  const main = [
    ["edit_add", add],
    ["edit_frame", frame],
    ["edit_undo", () => step(past, future)],
    ["edit_redo", () => step(future, past)],
    ["edit_yaml", yaml],
    ["edit_history", history],
    ["edit_save", save],
    [
      "edit_leave",
      () => {
        if (!dirty() || confirm(text("edit_unsaved"))) leave(edit.shipped || edit.history.length ? edit.name : "", "");
      },
    ],
  ];
  const buttons = () => {
    const bar = document.getElementById("edit-tools");
    bar.querySelector("[data-act=edit_undo]").disabled = !past.length;
    bar.querySelector("[data-act=edit_redo]").disabled = !future.length;
  };
  for (const [name, act] of main) {
    const button = make("button", "", text(name));
    button.type = "button";
    button.dataset.act = name;
    button.addEventListener("click", act);
    document.getElementById("edit-tools").append(button);
  }

  document.addEventListener("keydown", (event) => {
    if (dialog.open) return;
    const steps = { z: [past, future], y: [future, past] }[event.key];
    if (event.ctrlKey && steps) {
      event.preventDefault();
      step(...steps);
      return;
    }
    const index = Number(document.activeElement.closest("[data-tile]")?.dataset.tile ?? NaN);
    if (Number.isNaN(index)) return;
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (event.altKey && by) {
      event.preventDefault();
      move(index, by);
    }
    if (event.key === "Delete") {
      event.preventDefault();
      remove(index);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty()) event.preventDefault();
  });
  problems(edit.problems);
  buttons();
  tell(text("edit_keys"));

  return { tools, open, draft: () => draft };
})();
