// The controls of a tile's form: for each property of its schema a row, and how its value is read.
//
// A control is { row, read }: `read` returns the value as the YAML has it, undefined for a property that is left out, and
// throws an Error that says what is missing. What nobody has touched is read as it was.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Fields = (() => {
  const { settings, text } = Format;
  const { edit } = settings;
  if (!edit) return null;
  const { make } = Faces;
  const { standard, identify, field, group, input, number, numberOf, select, button, split, checks, listed } =
    Controls;
  const { filters } = Filters;

  const measures = (label, value, tile, hint) => {
    const choices = (standard(tile)?.measures ?? []).filter(([name]) => name !== tile.measure);
    const { row, read } = checks(label, choices, value ?? [], hint);
    return { row, read: () => listed(read()) };
  };

  // ------------------------------------------------------------------ target and limits
  const target = (label, value, tile, hint, schema) => {
    const whole = group(label, hint);
    const kind = select(
      [
        ["", text("edit_without")],
        ["number", text("edit_number")],
        ["measure", text("edit_other")],
      ],
      value === undefined ? "" : typeof value === "object" ? "measure" : "number",
    );
    const place = make("div", "edit-place");
    let read = () => undefined;
    const draw = (before) => {
      if (kind.value === "") {
        place.replaceChildren();
        read = () => undefined;
        return;
      }
      if (kind.value === "number") {
        const control = number(typeof before === "object" ? undefined : before);
        place.replaceChildren(field(text("edit_number"), control));
        read = () => numberOf(control);
        return;
      }
      const measure = select(standard(tile)?.measures ?? [], before?.measure);
      if (!measure.value && measure.options.length) measure.selectedIndex = 0;
      const other = schema.oneOf.find((each) => each.type === "object").properties;
      const own = filters(other.filters.title, before?.filters, tile);
      place.replaceChildren(field(other.measure.title, measure), own.row);
      read = () => {
        const found = own.read();
        return { measure: measure.value, ...(found ? { filters: found } : {}) };
      };
    };
    kind.addEventListener("change", () => draw());
    whole.append(field(text("edit_how"), kind), place);
    draw(value);
    return { row: whole, read: () => read() };
  };

  const thresholds = (label, value, _tile, hint) => {
    const whole = group(label, hint);
    const [green, amber] = [number(value?.[0]), number(value?.[1])];
    const pair = make("div", "edit-pair");
    pair.append(field(text("edit_green"), green), field(text("edit_amber"), amber));
    whole.append(pair);
    const read = () => {
      const found = [numberOf(green), numberOf(amber)].filter((each) => each !== undefined);
      if (found.length === 1) throw new Error(`${label}: ${text("edit_limits")}`);
      return listed(found);
    };
    return { row: whole, read };
  };

  // ------------------------------------------------------------------ lines of their own
  const lines = (label, value, schema) => {
    const whole = group(label);
    let rows = [];
    const add = (own) => {
      const row = make("fieldset", "edit-line");
      const made = form(schema.items, own);
      const entry = { row, read: made.read };
      const takeOff = button("edit_line_remove", () => {
        row.remove();
        rows = rows.filter((each) => each !== entry);
        count();
        more.focus();
      });
      row.append(make("legend"), ...made.rows, takeOff);
      rows.push(entry);
      more.before(row);
      count();
      return row;
    };
    const count = () =>
      rows.forEach(({ row }, index) => {
        row.querySelector("legend").textContent = text("edit_line", index + 1);
        row.lastElementChild.textContent = text("edit_line_remove", index + 1);
      });
    const more = button("edit_line_add", () => add({}).querySelector("input, select").focus());
    whole.append(more);
    (value ?? []).forEach(add);
    return { row: whole, read: () => listed(rows.map((each) => each.read())) };
  };

  // ------------------------------------------------------------------ one property
  const suggested = (what, tile) => {
    const own = standard(tile);
    if (!own || !what) return [];
    return what === "dimensions" ? own.dimensions.map((each) => each.name) : own[what];
  };

  const CONTROLS = { filters, measures, target, thresholds };
  const simple = (label, hint, control, read, beside) => {
    const row = field(label, control, hint);
    if (beside) row.append(beside);
    return { row, read, control };
  };

  const property = (name, schema, label, value, tile) => {
    const hint = schema.description ?? "";
    if (CONTROLS[schema.control]) return CONTROLS[schema.control](label, value, tile, hint, schema);
    if (schema.type === "array" && schema.items?.type === "object") return lines(label, value, schema);
    if (schema.control === "standard" || schema.control === "measure") {
      const choices =
        schema.control === "standard"
          ? Object.entries(edit.standards).map(([code, each]) => [code, each.title])
          : (standard(tile)?.measures ?? []);
      const control = select([["", ""], ...choices], value);
      return simple(label, hint, control, () => control.value || undefined);
    }
    if (schema.enum) {
      const control = select(
        ["", ...schema.enum.map(String)].map((each) => [each, each]),
        value === undefined ? "" : String(value),
      );
      return simple(label, hint, control, () => schema.enum.find((each) => String(each) === control.value));
    }
    if (schema.type === "boolean") {
      const control = input("", "checkbox");
      control.checked = Boolean(value);
      return simple(label, hint, control, () => control.checked || undefined);
    }
    if (schema.type === "integer" || schema.type === "number") {
      const control = number(value, schema.type === "integer");
      return simple(label, hint, control, () => numberOf(control));
    }
    if (schema.type === "array") {
      const control = input((value ?? []).join(", "));
      return simple(label, hint, control, () => listed(split(control.value)));
    }
    if (schema.type === "string") {
      const control = input(value);
      const known = suggested(schema.suggest, tile);
      const list = make("datalist");
      identify(list);
      list.append(...known.map((each) => Object.assign(make("option"), { value: each })));
      if (known.length) control.setAttribute("list", list.id);
      return simple(label, hint, control, () => control.value || undefined, known.length ? list : null);
    }
    const control = make("textarea");
    control.rows = 2;
    control.value = value === undefined ? "" : JSON.stringify(value);
    return simple(label, hint, control, () => {
      if (!control.value.trim()) return undefined;
      try {
        return JSON.parse(control.value);
      } catch {
        throw new Error(text("edit_no_json", name));
      }
    });
  };

  const labelled = (name, schema) => (schema.title ? `${schema.title} (${name})` : name);

  // the rows of an object's properties, and `read` for the object; what depends on the standard follows it
  const form = (schema, value) => {
    const required = new Set(schema.required);
    // what everybody fills in first, then what must be there, then the rest
    const place = (name) => schema.properties[name].first ?? (required.has(name) ? 100 : 200);
    const names = Object.keys(schema.properties)
      .filter((name) => name !== "kind")
      .sort((one, other) => place(one) - place(other));
    const now = { ...value };
    const made = {};
    const draw = (name, own) => {
      const next = property(
        name,
        schema.properties[name],
        labelled(name, schema.properties[name]) + (required.has(name) ? " *" : ""),
        own,
        now,
      );
      made[name]?.row.replaceWith(next.row);
      made[name] = next;
      if (name === "standard" || name === "measure")
        next.control.addEventListener("change", () => follow(name, next.read()));
    };
    const follow = (name, chosen) => {
      now[name] = chosen;
      for (const each of names.filter((other) => schema.properties[other].follows && other !== name)) {
        let own;
        try {
          own = made[each].read();
        } catch {
          own = now[each];
        }
        draw(
          each,
          name === "standard" && each === "measure" && !standard(now)?.measures.some(([code]) => code === own)
            ? undefined
            : own,
        );
      }
      if (name === "standard") now.measure = made.measure?.read();
    };
    names.forEach((name) => draw(name, now[name]));
    const read = () => {
      const found = {};
      for (const name of names) {
        const own = made[name].read();
        if (own !== undefined) found[name] = own;
      }
      return found;
    };
    return { rows: names.map((name) => made[name].row), read };
  };

  return { form };
})();
