// Searching, sorting and unfolding. Everything is on the page without it.
(function () {
  "use strict";
  var byId = function (id) { return document.getElementById(id); };
  var each = function (list, act) { Array.prototype.forEach.call(list, act); };
  each(document.querySelectorAll("[data-tools]"), function (tools) { tools.hidden = false; });

  // What is looked for is any of the words, in any order, whatever their case.
  var finder = function (text) {
    var words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return function (where) { return words.every(function (word) { return where.indexOf(word) >= 0; }); };
  };
  var later = function (act) {
    var timer = 0;
    return function () { clearTimeout(timer); timer = setTimeout(act, 120); };
  };

  var table = byId("late-rows");
  if (table) {
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var words = rows.map(function (row) { return row.textContent.toLowerCase(); });
    var find = byId("late-find");
    find.addEventListener("input", later(function () {
      var fits = finder(find.value), shown = 0;
      rows.forEach(function (row, at) { row.hidden = !fits(words[at]); shown += row.hidden ? 0 : 1; });
      byId("late-found").textContent = find.value.trim() ? "找到" + shown + "项" : "";
    }));
    var order = rows.slice();
    var place = new Map(rows.map(function (row, at) { return [row, at]; }));
    var collator = new Intl.Collator("zh-CN", { numeric: true });
    each(table.tHead.rows[0].cells, function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        each(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        order.sort(function (a, b) {
          var by = column === 0 ? place.get(a) - place.get(b) : 0;
          by = column === 0 && by !== 0 ? collator.compare(a.cells[0].firstChild.textContent, b.cells[0].firstChild.textContent)
            : collator.compare(a.cells[column].textContent, b.cells[column].textContent);
          return (down ? -by : by) || place.get(a) - place.get(b);
        });
        order.forEach(function (row) { body.appendChild(row); });
      });
    });
  }

  var matters = document.querySelectorAll(".m");
  if (matters.length) {
    var texts = null;
    var box = byId("find"), only = byId("open-only"), unfold = byId("unfold");
    var look = function () {
      var text = box.value.trim(), fits = finder(text), shown = 0;
      if (!texts) { texts = Array.prototype.map.call(matters, function (m) { return m.textContent.toLowerCase(); }); }
      each(matters, function (m, at) {
        var done = only.checked && m.querySelector("summary i.d, summary i.w");
        m.hidden = Boolean(done) || !fits(texts[at]);
        shown += m.hidden ? 0 : 1;
      });
      each(document.querySelectorAll(".cat"), function (cat) { cat.hidden = !cat.querySelector(".m:not([hidden])"); });
      byId("found").textContent = text || only.checked ? "列出" + shown + "项" : "";
    };
    box.addEventListener("input", later(look));
    only.addEventListener("change", look);
    if (matters.length > 300) { unfold.hidden = true; }
    unfold.addEventListener("click", function () {
      var open = unfold.textContent === "全部展开";
      each(matters, function (m) { m.open = open; });
      unfold.textContent = open ? "全部收起" : "全部展开";
    });
  }

  // What is jumped to is opened and shown.
  var jump = function () {
    var id = decodeURIComponent(location.hash.slice(1)), target = id && byId(id);
    if (!target) { return; }
    for (var up = target; up; up = up.parentElement) {
      if (up.tagName === "DETAILS") { up.open = true; }
      if (up.hidden) { up.hidden = false; }
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", jump);
  jump();
})();
