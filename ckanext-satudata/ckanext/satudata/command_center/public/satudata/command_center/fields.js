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
  let counted = 0;

  const identified = (control) => {
    control.id = `edit-${(counted += 1)}`;
    return control;
  };

  // a control with its name above it and, where there is one, its explanation below
  const field = (label, control, hint = "") => {
    const row = make("p", "edit-field");
    const name = make("label", "", label);
    name.htmlFor = identified(control).id;
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

  const measures = (label, value, tile, hint) => {
    const choices = (standard(tile)?.measures ?? []).filter(([name]) => name !== tile.measure);
    const { row, read } = checks(label, choices, value ?? [], hint);
    return { row, read: () => listed(read()) };
  };

  // ------------------------------------------------------------------ filters
  const HOW = ["is", "not", "before", "from"];
  const said = (wanted) => {
    if (wanted === null || typeof wanted !== "object" || Array.isArray(wanted)) return { how: "is", values: wanted };
    const [how] = Object.keys(wanted);
    return HOW.includes(how) ? { how, values: wanted[how] } : { how: "is", values: undefined };
  };

  const filterRow = (tile, name, wanted, gone) => {
    const own = standard(tile)?.dimensions ?? [];
    const row = make("fieldset", "edit-filter");
    const which = select(
      own.map((each) => [each.name, each.title]),
      name,
    );
    const before = said(wanted);
    const how = select([], "");
    const place = make("div");
    let read = () => undefined;
    const dimension = () =>
      own.find((each) => each.name === which.value) ?? { name: which.value, title: which.value, values: [] };
    const draw = (values) => {
      const { title, day, list } = dimension();
      const allowed = list ? edit.lists[list] : dimension().values;
      const originals = new Map((values === undefined ? [] : [values].flat()).map((each) => [String(each), each]));
      const chosen = [...originals.keys()];
      const shape = (codes) => {
        const back = codes.map((code) => originals.get(code) ?? code);
        return back.length === 1 && !Array.isArray(values) ? back[0] : listed(back);
      };
      if (["before", "from"].includes(how.value) || (day && !allowed.length)) {
        const control = input(chosen.join(", "));
        place.replaceChildren(field(text("edit_day"), control));
        read = () => shape(split(control.value));
      } else if (allowed.length) {
        const several = checks(text("edit_values", title), allowed, chosen);
        place.replaceChildren(several.row);
        read = () => shape(several.read());
      } else {
        const control = input(chosen.join(", "));
        place.replaceChildren(field(text("edit_commas", title), control));
        read = () => shape(split(control.value));
      }
      takeOff.textContent = text("edit_filter_remove", title);
      legend.textContent = title;
    };
    const ways = (value) => {
      const fit = dimension().day ? HOW : ["is", "not"];
      how.replaceChildren(
        ...select(
          [...new Set([...fit, value])].map((each) => [each, text(`edit_${each}`)]),
          value,
        ).children,
      );
      how.value = value;
    };
    const legend = make("legend");
    const takeOff = button("edit_filter_remove", () => {
      row.remove();
      gone(entry);
    });
    which.addEventListener("change", () => {
      ways(dimension().day ? "before" : "is");
      draw();
    });
    how.addEventListener("change", () => {
      const values = read();
      draw(values);
    });
    ways(before.how);
    row.append(legend, field(text("edit_dimension"), which), field(text("edit_how"), how), place, takeOff);
    draw(before.values);
    const entry = {
      row,
      focus: () => which.focus(),
      read: () => {
        const values = read();
        if (values === undefined) throw new Error(text("edit_no_value", dimension().title));
        return [which.value, how.value === "is" ? values : { [how.value]: values }];
      },
    };
    return entry;
  };

  const filters = (label, value, tile, hint) => {
    const whole = group(label, hint);
    let rows = [];
    const add = (name, wanted) => {
      const entry = filterRow(tile, name, wanted, (one) => {
        rows = rows.filter((each) => each !== one);
        more.focus();
      });
      rows.push(entry);
      more.before(entry.row);
      return entry;
    };
    const more = button("edit_filter_add", () => {
      const known = standard(tile)?.dimensions ?? [];
      if (!known.length) {
        more.after(make("small", "", text("edit_no_standard")));
        return;
      }
      const taken = rows.map((each) => each.row.querySelector("select").value);
      add((known.find((each) => !taken.includes(each.name)) ?? known[0]).name).focus();
    });
    whole.append(more);
    Object.entries(value ?? {}).forEach(([name, wanted]) => add(name, wanted));
    const read = () => {
      const found = {};
      for (const each of rows) {
        const [name, wanted] = each.read();
        if (name in found) throw new Error(text("edit_twice", name));
        found[name] = wanted;
      }
      return rows.length ? found : undefined;
    };
    return { row: whole, read };
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
      list.id = `edit-list-${(counted += 1)}`;
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

  return { field, input, select, form };
})();
