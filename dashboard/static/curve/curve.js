// A curve whose points are dragged, or moved with the arrow keys. Everything a reader sees comes from Python in
// `data`: texts, ticks, digits. What the reader does goes back as the trigger `moved`: {points, at, seq, final}.

const NAMESPACE = 'http://www.w3.org/2000/svg';
const LEAST_PAUSE = 60;      // milliseconds between two messages while a point is dragged
const LONGEST_WAIT = 600;    // after which an answer that did not come is no longer waited for

const make = (name, attributes = {}, parent = null) => {
  const element = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (parent) parent.appendChild(element);
  return element;
};

const write = (value, data) => {
  const sign = value < 0 ? data.minus : '';
  const [whole, part] = Math.abs(value).toFixed(data.decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, data.group);
  const text = part ? grouped + data.decimal + part : grouped;
  return sign + text.replace(/\d/g, (digit) => data.digits[Number(digit)]);
};

class Curve {
  constructor(root) {
    this.root = root;
    this.root.textContent = '';
    this.svg = make('svg', { class: 'curve', role: 'group' }, root);
    this.readout = document.createElement('div');
    this.readout.className = 'readout';
    this.readout.setAttribute('aria-live', 'polite');
    root.appendChild(this.readout);
    this.points = [];
    this.held = null;
    this.sequence = 0;
    this.waiting = 0;
    this.sentAt = 0;
    this.watcher = new ResizeObserver(() => { if (this.data && root.clientWidth !== this.width) this.draw(); });
    this.watcher.observe(root);
  }

  update(data, send) {
    // The scale stands still under a hand that holds a point.
    const held = this.held !== null || this.timer;
    this.data = held ? { ...data, yRange: this.data.yRange, yTicks: this.data.yTicks, envelope: this.data.envelope } : data;
    this.send = send;
    if (data.seq >= this.waiting) this.waiting = 0;
    // What is being moved, or was moved since Python last heard, is not taken back by an older answer.
    if (this.held === null && !this.timer && !this.waiting) this.points = data.points.map((point) => [...point]);
    this.draw();
  }

  draw() {
    const { data } = this;
    const HEIGHT = data.height;
    this.width = Math.max(this.root.clientWidth, 240);
    const left = data.rtl ? 10 : 46, right = data.rtl ? 46 : 14;
    const top = 14, bottom = 30;
    const [x0, x1] = data.xRange, [y0, y1] = data.yRange;
    this.x = (year) => left + (year - x0) / (x1 - x0) * (this.width - left - right);
    this.y = (value) => top + (y1 - value) / (y1 - y0) * (HEIGHT - top - bottom);
    this.value = (pixel) => y1 - (pixel - top) / (HEIGHT - top - bottom) * (y1 - y0);
    const focused = this.root.getRootNode().activeElement;
    const kept = focused && focused.dataset ? focused.dataset.index : undefined;
    const svg = this.svg;
    svg.setAttribute('viewBox', `0 0 ${this.width} ${HEIGHT}`);
    svg.setAttribute('height', HEIGHT);
    svg.setAttribute('aria-label', data.label);
    if (this.handles && this.handles.length === this.points.length && this.drawnFor === this.key()) {
      this.place();
      return;
    }
    this.drawnFor = this.key();
    svg.textContent = '';
    for (const [at, text] of data.yTicks) {
      make('line', { x1: left, x2: this.width - right, y1: this.y(at), y2: this.y(at), class: 'grid' }, svg);
      const label = make('text', {
        x: data.rtl ? this.width - right + 6 : left - 6, y: this.y(at) + 4, class: 'tick',
        'text-anchor': data.rtl ? 'start' : 'end', direction: 'ltr' }, svg);
      label.textContent = text;
    }
    for (const [at, text] of data.xTicks) {
      const label = make('text', { x: this.x(at), y: HEIGHT - 10, class: 'tick', 'text-anchor': 'middle', direction: 'ltr' }, svg);
      label.textContent = text;
    }
    if (data.envelope.length) {
      const upper = data.envelope.map(([at, , high]) => [at, high]);
      const lower = data.envelope.map(([at, low]) => [at, low]).reverse();
      make('path', { d: `${this.path([...upper, ...lower])}Z`, class: 'envelope' }, svg);
    }
    make('line', { x1: this.x(data.base), x2: this.x(data.base), y1: top, y2: HEIGHT - bottom, class: 'base' }, svg);
    for (const [name, line] of [['history', data.history], ['un', data.un]]) {
      if (line.length > 1) make('path', { d: this.path(line), class: name }, svg);
      if (name === 'history') {
        for (const [at, value] of line) make('circle', { cx: this.x(at), cy: this.y(value), r: 2.6, class: 'known' }, svg);
      }
    }
    this.line = make('path', { class: 'path' }, svg);
    this.handles = this.points.map((_, index) => this.handle(index));
    this.place();
    if (kept !== undefined && this.handles[kept]) this.handles[kept].group.focus({ preventScroll: true });
  }

  key() {
    const { data } = this;
    return JSON.stringify([this.width, data.height, data.xRange, data.yRange, data.yTicks, data.xTicks, data.envelope, data.history,
      data.un, data.names, data.label, this.points.map(([at]) => at)]);
  }

  path(points) {
    return points.map(([at, value], index) => `${index ? 'L' : 'M'}${this.x(at).toFixed(1)} ${this.y(value).toFixed(1)}`).join('');
  }

  handle(index) {
    const { data } = this;
    const group = make('g', { class: 'handle', tabindex: 0, role: 'slider', 'aria-orientation': 'vertical',
      'aria-valuemin': data.limits[0], 'aria-valuemax': data.limits[1], 'data-index': index }, this.svg);
    make('circle', { r: 22, class: 'reach' }, group);
    make('circle', { r: 8, class: 'dot' }, group);
    group.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      group.focus({ preventScroll: true });
      this.held = index;
      group.setPointerCapture(event.pointerId);
    });
    group.addEventListener('pointermove', (event) => {
      if (this.held !== index) return;
      const box = this.svg.getBoundingClientRect();
      this.move(index, this.value((event.clientY - box.top) * data.height / box.height));
    });
    const release = () => {
      if (this.held !== index) return;
      this.held = null;
      this.tell(true);
    };
    group.addEventListener('pointerup', release);
    group.addEventListener('pointercancel', release);
    group.addEventListener('keydown', (event) => {
      const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[event.key];
      if (steps === undefined) return;
      event.preventDefault();
      this.move(index, this.points[index][1] + steps * this.data.step, true);
    });
    group.addEventListener('focus', () => this.say(index));
    return { group };
  }

  move(index, wanted, final = false) {
    const { step, limits } = this.data;
    const rounded = Math.round(wanted / step) * step;
    const [low, high] = final ? limits : this.data.yRange;
    const value = Number(Math.min(Math.max(rounded, limits[0], low), limits[1], high).toFixed(6));
    if (value === this.points[index][1]) return;
    this.points[index][1] = value;
    this.place();
    this.say(index);
    this.tell(final);
  }

  say(index) {
    const [, value] = this.points[index];
    this.readout.textContent = `${this.data.names[index]}: ${write(value, this.data)} ${this.data.unit}`;
  }

  place() {
    this.line.setAttribute('d', this.path(this.points));
    this.handles.forEach(({ group }, index) => {
      const [at, value] = this.points[index];
      group.setAttribute('transform', `translate(${this.x(at).toFixed(1)} ${this.y(value).toFixed(1)})`);
      group.setAttribute('aria-label', this.data.names[index]);
      group.setAttribute('aria-valuenow', value);
      group.setAttribute('aria-valuetext', `${write(value, this.data)} ${this.data.unit}`);
    });
  }

  // Messages wait for the answer to the one before, so that a fast hand never stops the page from drawing.
  tell(final) {
    this.final = final;
    if (this.timer) return;
    const now = performance.now();
    const answered = !this.waiting || now - this.sentAt > LONGEST_WAIT;
    const pause = Math.max(answered ? 0 : 16, LEAST_PAUSE - (now - this.sentAt));
    if (pause > 0) {
      this.timer = setTimeout(() => { this.timer = null; this.tell(this.final); }, pause);
      return;
    }
    this.sequence = Math.max(this.sequence, this.data.seq) + 1;
    this.waiting = this.sequence;
    this.sentAt = now;
    this.send({ points: this.points, seq: this.sequence, final: this.final });
  }
}

export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const root = parentElement.querySelector('.root');
  if (!root.curve) root.curve = new Curve(root);
  root.curve.update(data, (moved) => setTriggerValue('moved', moved));
  return () => {};
}
