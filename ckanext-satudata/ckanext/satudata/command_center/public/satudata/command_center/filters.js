// The control of a tile's filters: a row for each dimension that is narrowed, by values or by days.
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: other scripts of the page use it
const Filters = (() => {
  const { settings, text } = Format;
  const { edit } = settings;
  if (!edit) return null;
  const { make } = Faces;
  const { standard, field, group, input, select, button, split, checks, listed } = Controls;

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

  return { filters };
})();
