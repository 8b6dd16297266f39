// SPDX-License-Identifier: Apache-2.0
// Comforts only: every page works without this file.
(function () {
  'use strict';
  var $ = function (id) { return document.getElementById(id); };

  // Moments in the reader's own time, near ones by the day's word.
  var day = function (date) { return date.toDateString(); };
  var say = function (element) {
    var date = new Date(element.dateTime), now = new Date(), before = new Date(now);
    if (isNaN(date)) { return; }
    before.setDate(now.getDate() - 1);
    var clock = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
    var word = day(date) === day(now) ? 'Today' : day(date) === day(before) ? 'Yesterday' :
      date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short',
        year: date.getFullYear() === now.getFullYear() ? undefined : 'numeric' });
    element.title = element.textContent;
    element.textContent = word + ' ' + clock;
  };
  document.querySelectorAll('time[datetime]').forEach(say);

  // "/" puts the cursor into the search field.
  document.addEventListener('keydown', function (e) {
    var q = $('q');
    if (e.key === '/' && q && !/^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) {
      e.preventDefault();
      q.focus();
    }
  });

  // The list follows what is typed: the page is asked for as by the button, so that both find the same.
  var q = $('q'), lede = document.querySelector('.lede'), wait = 0, asked = 0;
  function find() {
    var mine = ++asked, url = location.origin + q.form.getAttribute('action') +
      (q.value ? '?search=' + encodeURIComponent(q.value) : '');
    fetch(url, { credentials: 'same-origin' }).then(function (r) { return r.ok ? r.text() : ''; })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, 'text/html'), found = page.getElementById('found');
        if (!found || mine !== asked) { return; }
        $('found').replaceWith(document.adoptNode(found));
        lede.textContent = page.querySelector('.lede').textContent;
        document.querySelectorAll('#found time[datetime]').forEach(say);
        document.title = page.title;
        history.replaceState(null, '', url);
      }).catch(function () {});
  }
  if (q && $('found')) {
    lede.setAttribute('role', 'status');
    q.addEventListener('input', function () { clearTimeout(wait); wait = setTimeout(find, 250); });
  }

  // After an error the summary gets the focus, so that it is read first.
  if ($('errs')) { $('errs').focus(); }

  // A form is sent once.
  document.addEventListener('submit', function (e) {
    if (e.target.dataset.sent) { e.preventDefault(); return; }
    e.target.dataset.sent = '1';
    setTimeout(function () { delete e.target.dataset.sent; }, 3000);
  });

  // A run under way: asked for with its tag, every 1.5 s, every 10 s while hidden.
  var run = $('run'), tag = '';
  var number = function (n) { return String(n).replace(/\B(?=(\d{3})+$)/g, ','); };
  function took(j) {
    var steps = Array.prototype.slice.call(document.querySelectorAll('[data-phase]'));
    var at = steps.findIndex(function (li) { return li.dataset.phase === j.phase; });
    if ((j.state !== 'running' && j.state !== 'due') || at < 0) { location.reload(); return false; }
    steps.forEach(function (li, n) {
      var st = li.firstElementChild;
      st.className = 'st ' + (n < at ? 'ok' : n === at ? 'run' : 'todo');
      st.textContent = n < at ? 'Done' : n === at ? 'Running' : 'To come';
    });
    $('bar').value = at;
    $('pl').textContent = 'Step ' + (at + 1) + ' of ' + steps.length;
    $('say').textContent = number(j.messages) + (j.messages === 1 ? ' message · ' : ' messages · ') +
      (j.bytes < 1000 ? j.bytes + ' bytes' : number(Math.floor(j.bytes / 1000)) + ' KB') + ' · ' +
      number(j.seconds) + (j.seconds === 1 ? ' second' : ' seconds');
    return true;
  }
  function poll() {
    fetch(location.origin + run.dataset.run, { headers: tag ? { 'If-None-Match': tag } : {}, credentials: 'same-origin' })
      .then(function (r) {
        if (r.status !== 200) { return null; }
        tag = r.headers.get('ETag') || '';
        return r.json();
      })
      .then(function (j) { return !j || took(j); })
      .catch(function () { return true; })
      .then(function (more) {
        if (more) { setTimeout(poll, document.hidden ? 10000 : 1500); }
      });
  }
  if (run) { setTimeout(poll, 400); }
}());
