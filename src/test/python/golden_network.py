#!/usr/bin/env python3
"""Trains small networks in float64 with NumPy, from nothing but a seed, and writes what came out.

An implementation of its own of everything that a trial does: random numbers, initial weights,
shuffles, dropout masks, forward and backward pass, optimizers, curves. The Java test
io.gridproof.nn.GoldenNetworkTest trains the same trials in float32 and compares.

    python3 src/test/python/golden_network.py

writes golden_cases.csv, golden_curves.csv and golden_weights.csv to
src/test/resources/io/gridproof/nn.
"""

import csv
import math
from pathlib import Path

import numpy as np

RESOURCES = Path(__file__).resolve().parents[1] / "resources" / "io" / "gridproof" / "nn"

CLASSES = 10
SIDE = 5
TRAIN, VALIDATION, TEST = 300, 30, 50
TRAIN_EVERY, TEST_EVERY = 3, 6

# ---- random numbers: Philox4x32-10 (Salmon et al. 2011) --------------------------------------

WORD = 0xFFFFFFFF
# What a block is for: the last word of its counter.
SHUFFLE, UNIFORM, NORMAL, MASK = 2, 3, 4, 5


def philox(key, counter):
    """Four words for a 64-bit key and four counter words."""
    c0, c1, c2, c3 = (c & WORD for c in counter)
    k0, k1 = key & WORD, key >> 32 & WORD
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = p1 >> 32 ^ c1 ^ k0, p1 & WORD, p0 >> 32 ^ c3 ^ k1, p0 & WORD
        k0, k1 = k0 + 0x9E3779B9 & WORD, k1 + 0xBB67AE85 & WORD
    return c0, c1, c2, c3


# A known answer of the Random123 library.
assert philox(0x299F31D0A4093822, (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)) == (
    0xD16CFE09,
    0x94FDCCEB,
    0x5001E420,
    0x24126EA1,
)


def unit(word):
    """In [0, 1)."""
    return (word >> 8) / 2**24


def uniform(seed, layer, element):
    return unit(philox(seed, (layer, element, 0, UNIFORM))[0])


def normal(seed, layer, element):
    """Marsaglia's polar method; an attempt has two pairs."""
    attempt = 0
    while True:
        words = philox(seed, (layer, element, attempt, NORMAL))
        for pair in (0, 2):
            u, v = 2 * unit(words[pair]) - 1, 2 * unit(words[pair + 1]) - 1
            s = u * u + v * v
            if 0 < s < 1:
                return u * math.sqrt(-2 * math.log(s) / s)
        attempt += 1


def below(bound, seed, stream, element):
    """In 0 .. bound - 1 without bias (Lemire 2019)."""
    attempt = 0
    while True:
        for word in philox(seed, (stream, element, attempt, SHUFFLE)):
            product = word * bound
            if product & WORD >= 2**32 % bound:
                return product >> 32
        attempt += 1


def shuffled(seed, stream, n):
    """Fisher and Yates, from the end."""
    indices = list(range(n))
    for i in range(n - 1, 0, -1):
        j = below(i + 1, seed, stream, i)
        indices[i], indices[j] = indices[j], indices[i]
    return np.array(indices)


def mask(seed, step, layer, units, samples, keep, kept):
    """(units, samples): sixteen bits decide; a block serves eight units of a sample."""
    threshold = round(keep * 2**16)
    out = np.zeros((units, samples))
    for group in range((units + 7) // 8):
        for sample in range(samples):
            words = philox(seed, (step, layer << 16 | group, sample, MASK))
            for i in range(min(8, units - 8 * group)):
                bits = words[i // 2] >> 16 * (i % 2) & 0xFFFF
                out[8 * group + i, sample] = kept if bits < threshold else 0
    return out


# ---- images: integers that Java makes likewise ------------------------------------------------


def images(count, seed):
    """Pixels (n_0, count) in 0 .. 1 and labels (count): noise, brighter where p mod 10 = label."""
    state = seed

    def byte():
        nonlocal state
        state = state * 1664525 + 1013904223 & WORD
        return state >> 24

    pixels, labels = np.zeros((SIDE * SIDE, count)), np.zeros(count, dtype=int)
    for i in range(count):
        labels[i] = byte() % CLASSES
        for p in range(SIDE * SIDE):
            pixels[p, i] = byte() // 2 + (128 if p % CLASSES == labels[i] else 0)
    return pixels / 255, labels


# ---- the network of the paper -----------------------------------------------------------------

def phi(z):
    """The distribution function of the standard normal distribution."""
    return (1 + np.vectorize(math.erf)(z / math.sqrt(2))) / 2


def density(z):
    return np.exp(-z * z / 2) / math.sqrt(2 * math.pi)


# g, and g' in terms of z and a = g(z).
ACTIVATIONS = {
    "RELU": (lambda z: np.maximum(z, 0), lambda z, a: (a > 0).astype(float)),
    "SIGMOID": (lambda z: 1 / (1 + np.exp(-z)), lambda z, a: a * (1 - a)),
    "TANH": (np.tanh, lambda z, a: 1 - a * a),
    "GELU": (lambda z: z * phi(z), lambda z, a: phi(z) + z * density(z)),
}


def initial_weights(sizes, initializer, seed):
    """[(W, b)]; element k of a layer counts W row by row, then b."""
    layers = []
    for layer, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
        draw = {
            "RANDOM": lambda k: uniform(seed, layer, k) - 0.5,
            "XAVIER": lambda k: math.sqrt(6 / (n_in + n_out)) * (2 * uniform(seed, layer, k) - 1),
            "KAIMING": lambda k: math.sqrt(2 / n_in) * normal(seed, layer, k),
            "XAVIER_AS_WRITTEN": lambda k: (6 / (n_in + n_out)) ** 0.25 * normal(seed, layer, k),
            "KAIMING_AS_WRITTEN": lambda k: (2 / n_in) ** 0.25 * normal(seed, layer, k),
        }[initializer]
        w = np.array([draw(k) for k in range(n_out * n_in)]).reshape(n_out, n_in)
        b = np.zeros((n_out, 1))
        if initializer == "RANDOM":
            b = np.array([draw(n_out * n_in + i) for i in range(n_out)]).reshape(n_out, 1)
        layers.append([w, b])
    return layers


def forward(layers, activations, x, masks):
    """The input of each layer, the hidden layers' (z, g(z)) before dropout, the probabilities."""
    inputs, outputs = [x], []
    for layer, (w, b) in enumerate(layers[:-1]):
        z = w @ inputs[-1] + b
        a = ACTIVATIONS[activations[layer]][0](z)
        outputs.append((z, a))
        inputs.append(a * masks[layer] if masks else a)
    w, b = layers[-1]
    z = w @ inputs[-1] + b
    e = np.exp(z - z.max(axis=0))
    return inputs, outputs, e / e.sum(axis=0)


def gradients(layers, activations, inputs, outputs, probabilities, labels, masks):
    m = len(labels)
    d = probabilities.copy()
    d[labels, np.arange(m)] -= 1
    result = []
    for layer in reversed(range(len(layers))):
        result.insert(0, [d @ inputs[layer].T / m, d.sum(axis=1, keepdims=True) / m])
        if layer > 0:
            d = layers[layer][0].T @ d
            if masks:
                d = d * masks[layer - 1]
            d = d * ACTIVATIONS[activations[layer - 1]][1](*outputs[layer - 1])
    return result


def losses_and_hits(probabilities, labels):
    m = np.arange(len(labels))
    return -np.log(probabilities[labels, m]), probabilities.argmax(axis=0) == labels


class Optimizer:
    """Weight decay is of the weights alone: in the gradient (L2), or beside it for Adam (AdamW)."""

    def __init__(self, name, alpha, decay, beta, layers):
        self.name, self.alpha, self.decay, self.beta, self.t = name, alpha, decay, beta, 0
        self.first = [[np.zeros_like(p) for p in layer] for layer in layers]
        self.second = [[np.zeros_like(p) for p in layer] for layer in layers]

    def update(self, layers, gradient):
        self.t += 1
        for l, layer in enumerate(layers):
            for i in range(2):
                g, penalty = gradient[l][i], self.decay * layer[i] if i == 0 else 0
                if self.name == "ADAM":
                    layer[i] = layer[i] - self.alpha * penalty
                else:
                    g = g + penalty
                layer[i] = layer[i] - self.step(g, self.first[l], self.second[l], i)

    def step(self, g, first, second, i):
        if self.name == "SGD":
            return self.alpha * g
        if self.name == "MOMENTUM":
            first[i] = self.beta * first[i] + g
            return self.alpha * first[i]
        first[i] = 0.9 * first[i] + 0.1 * g
        second[i] = 0.999 * second[i] + 0.001 * g * g
        m, v = first[i] / (1 - 0.9**self.t), second[i] / (1 - 0.999**self.t)
        return self.alpha * m / (np.sqrt(v) + 1e-8)


def evaluate(layers, activations, images):
    x, labels = images
    losses, hits = losses_and_hits(forward(layers, activations, x, None)[2], labels)
    return losses.mean(), hits.mean()


def train(case, splits):
    """The final weights, and rows of the curve."""
    (x, labels), validation, test = splits
    hidden = [int(n) for n in case["hidden"].split("-")]
    activations = case["activations"].split("+")
    sizes = [SIDE * SIDE, *hidden, CLASSES]
    layers = initial_weights(sizes, case["initializer"], case["seed_init"])
    optimizer = Optimizer(case["optimizer"], case["learning_rate"], case["weight_decay"],
                          case["momentum"], layers)
    rate = case["dropout"]
    keep, kept = (rate, 1) if case["dropout_kind"] == "AS_WRITTEN" else (1 - rate, 1 / (1 - rate))
    batch = case["batch_size"] or TRAIN
    steps_per_epoch = -(-TRAIN // batch)
    order, losses, hits, curve = np.arange(TRAIN), [], [], []
    for step in range(1, case["steps"] + 1):
        epoch, in_epoch = divmod(step - 1, steps_per_epoch)
        if in_epoch == 0 and batch < TRAIN:
            order = shuffled(case["seed_shuffle"], epoch, TRAIN)
        chosen = order[in_epoch * batch : (in_epoch + 1) * batch]
        masks = rate > 0 and [
            mask(case["seed_dropout"], step, l, n, len(chosen), keep, kept)
            for l, n in enumerate(hidden)
        ]
        inputs, outputs, probabilities = forward(layers, activations, x[:, chosen], masks)
        batch_losses, batch_hits = losses_and_hits(probabilities, labels[chosen])
        losses.extend(batch_losses)
        hits.extend(batch_hits)
        gradient = gradients(
            layers, activations, inputs, outputs, probabilities, labels[chosen], masks
        )
        optimizer.update(layers, gradient)
        measured = step % TEST_EVERY == 0 or step == case["steps"]
        if measured or step % TRAIN_EVERY == 0:
            row = [step, step / steps_per_epoch, np.mean(losses), np.mean(hits)]
            for split in validation, test:
                row.extend(evaluate(layers, activations, split) if measured else ("", ""))
            curve.append(row)
            losses, hits = [], []
    return layers, curve


def case(name, hidden="6", activations="RELU", initializer="KAIMING", dropout_kind="INVERTED",
         dropout=0.0, optimizer="SGD", learning_rate=0.5, batch_size=None, steps=25, weight_decay=0.0,
         momentum=0.9):
    seed = 1000 * len(CASES)
    CASES.append(dict(
        name=name, hidden=hidden, activations=activations, initializer=initializer,
        dropout_kind=dropout_kind, dropout=dropout, optimizer=optimizer,
        learning_rate=learning_rate, batch_size=batch_size, steps=steps,
        seed_init=seed + 1, seed_shuffle=seed + 2 + (7 << 40), seed_dropout=seed + 3 + (9 << 33),
        weight_decay=weight_decay, momentum=momentum,
    ))


CASES = []
case("the paper's network", initializer="RANDOM")
case("xavier and tanh", activations="TANH", initializer="XAVIER")
case("deep, sigmoid then tanh", hidden="7-6", activations="SIGMOID+TANH", initializer="RANDOM")
case("xavier as written", initializer="XAVIER_AS_WRITTEN", learning_rate=0.1)
case("kaiming as written", activations="TANH", initializer="KAIMING_AS_WRITTEN", learning_rate=0.1)
case("mini-batches", batch_size=64)
case("mini-batches larger than a block", activations="SIGMOID", batch_size=140)
case("inverted dropout", hidden="10", dropout=0.2)
case("dropout as written", hidden="9", dropout_kind="AS_WRITTEN", dropout=0.4, learning_rate=0.2)
case("momentum, three layers", hidden="5-6-4", activations="TANH+SIGMOID+TANH",
     initializer="XAVIER", optimizer="MOMENTUM", learning_rate=0.1, batch_size=50)
case("adam, mini-batches, inverted dropout", hidden="9-5", activations="RELU+TANH",
     optimizer="ADAM", learning_rate=0.01, batch_size=64, dropout=0.25)
case("weight decay", hidden="8-6", activations="TANH+RELU", weight_decay=0.05)
case("weight decay in the velocity", hidden="7", optimizer="MOMENTUM", learning_rate=0.1,
     batch_size=50, weight_decay=0.03)
case("weight decay beside adam", hidden="7", activations="SIGMOID", optimizer="ADAM",
     learning_rate=0.01, batch_size=64, weight_decay=0.5)
case("momentum of 0.5", hidden="6-5", activations="TANH+TANH", optimizer="MOMENTUM",
     learning_rate=0.2, batch_size=60, momentum=0.5)
case("gelu", hidden="8-6", activations="GELU+GELU", batch_size=140, dropout=0.15)
case("gelu, then sigmoid, beside adam", hidden="7-5", activations="GELU+SIGMOID", optimizer="ADAM",
     learning_rate=0.01, batch_size=64)


def number(x):
    return "%.7g" % x if isinstance(x, float) else x


def write(name, header, rows):
    with open(RESOURCES / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(header)
        writer.writerows([number(x) for x in row] for row in rows)


def main():
    splits = images(TRAIN, 1), images(VALIDATION, 2), images(TEST, 3)
    curves, weights = [], []
    for case in CASES:
        layers, curve = train(case, splits)
        curves.extend([case["name"], *row] for row in curve)
        for l, (w, b) in enumerate(layers):
            for parameter, values in ("w", w), ("b", b):
                numbers = " ".join(number(x) for x in values.ravel())
                weights.append([case["name"], l, parameter, numbers])
    write("golden_cases.csv", CASES[0].keys(), ([*c.values()] for c in CASES))
    scores = "train_loss train_accuracy validation_loss validation_accuracy test_loss test_accuracy"
    write("golden_curves.csv", ["name", "step", "epoch", *scores.split()], curves)
    write("golden_weights.csv", ["name", "layer", "parameter", "values"], weights)


if __name__ == "__main__":
    main()
