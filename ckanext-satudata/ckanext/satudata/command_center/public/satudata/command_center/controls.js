// What the forms of the editor are made of: a named control, a choice, several of many.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Controls = (() => {
  const { settings, text } = Format;
  const { edit } = settings;
  if (!edit) return null;
  const { make } = Faces;
  let counted = 0;

  const identify = (control) => {
    control.id = `edit-${(counted += 1)}`;
    return control;
  };

  // a control with its name above it and, where there is one, its explanation below
  const field = (label, control, hint = "") => {
    const row = make("p", "edit-field");
    const name = make("label", "", label);
    name.htmlFor = identify(control).id;
    row.append(name, control);
    if (hint) {
      const help = make("small", "", hint);
      help.id = `${control.id}-hint`;
      control.setAttribute("aria-describedby", help.id);
      row.append(help);
    }
    return row;
  };

  const group = (label, hint = "") => {
    const whole = make("fieldset", "edit-group");
    whole.append(make("legend", "", label), ...(hint ? [make("small", "", hint)] : []));
    return whole;
  };

  const input = (value, type = "text") => Object.assign(make("input"), { type, value: value ?? "" });
  const number = (value, whole = false) => Object.assign(input(value, "number"), { step: whole ? "1" : "any" });
  const numberOf = (control) => (control.value === "" ? undefined : Number(control.value));

  // choices are [value, name]; a value that is none of them stays one
  const select = (choices, value) => {
    const control = make("select");
    const known =
      value === undefined || value === "" || choices.some(([each]) => each === value)
        ? choices
        : [...choices, [value, value]];
    control.append(...known.map(([each, name]) => Object.assign(make("option", "", name), { value: each })));
    control.value = value ?? "";
    return control;
  };

  const button = (name, act, ...values) => {
    const control = make("button", "edit-small", text(name, ...values));
    control.type = "button";
    control.addEventListener("click", act);
    return control;
  };

  const split = (words) =>
    words
      .split(",")
      .map((each) => each.trim())
      .filter(Boolean);

  // of a tile: its measures, dimensions, words, as the server lists them
  const standard = (tile) => edit.standards[tile.standard];

  // ------------------------------------------------------------------ several of many
  const checks = (label, choices, chosen, hint) => {
    const whole = group(label, hint);
    const list = make("div", "edit-checks");
    const strange = chosen.filter((each) => !choices.some(([code]) => code === each)).map((each) => [each, each]);
    const boxes = [...choices, ...strange].map(([code, name]) => {
      const line = make("label");
      const box = Object.assign(input("", "checkbox"), { checked: chosen.includes(code), value: code });
      line.append(box, name === code ? code : `${name} (${code})`);
      list.append(line);
      return box;
    });
    whole.append(list);
    const read = () => {
      const now = boxes.filter((box) => box.checked).map((box) => box.value);
      // what was chosen keeps its order
      return [...chosen.filter((each) => now.includes(each)), ...now.filter((each) => !chosen.includes(each))];
    };
    return { row: whole, read };
  };

  const listed = (values) => (values.length ? values : undefined);

  return { standard, identify, field, group, input, number, numberOf, select, button, split, checks, listed };
})();
