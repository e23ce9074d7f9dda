"""Trains a network with NumPy or PyTorch on one thread and prints samples a second.

usage: peers.py numpy|torch IMAGES LABELS INPUTS LAYERS BATCH DROPOUT SECONDS

IMAGES holds the pixels, LABELS the classes, a byte each; BATCH 0 is full batch. It is what a user
of the library would write: float32, ReLU, softmax under cross-entropy, gradient descent. The rate
is the best of ten windows of the time after a third of it.
"""

import sys
import time

import numpy as np


def best_window(step, samples, seconds):
    """Runs step() for so many seconds."""
    start = time.perf_counter()
    end = start + seconds
    ends = [start]
    while ends[-1] < end:
        step()
        ends.append(time.perf_counter())
    done = lambda t: np.interp(t, ends, np.arange(len(ends)))
    borders = np.linspace(start + seconds / 3, end, 11)
    rates = [(done(b) - done(a)) / (b - a) for a, b in zip(borders, borders[1:])]
    return max(rates) * samples


def with_numpy(x, y, sizes, batch, dropout):
    random = np.random.RandomState(0)
    weights = [
        (random.randn(o, i) * np.sqrt(2 / i)).astype(np.float32) for i, o in zip(sizes, sizes[1:])
    ]
    biases = [np.zeros((o, 1), np.float32) for o in sizes[1:]]
    one_hot = np.eye(10, dtype=np.float32)
    columns = x.T.copy()
    alpha = np.float32(0.1)

    def train(a0, labels):
        m = a0.shape[1]
        a = [a0]
        masks = []
        for l, (w, b) in enumerate(zip(weights, biases)):
            z = w @ a[-1] + b
            if l < len(weights) - 1:
                z = np.maximum(z, 0)
                if dropout:
                    keep = random.rand(*z.shape) >= dropout
                    masks.append((keep / (1 - dropout)).astype(np.float32))
                    z = z * masks[-1]
                a.append(z)
            else:
                e = np.exp(z - z.max(0))
                a.append(e / e.sum(0))
        delta = a[-1] - one_hot[labels].T
        for l in range(len(weights) - 1, -1, -1):
            dw = delta @ a[l].T / np.float32(m)
            db = delta.sum(1, keepdims=True) / np.float32(m)
            if l:
                delta = (weights[l].T @ delta) * (a[l] > 0)
                if dropout:
                    delta *= masks[l - 1]
            weights[l] -= alpha * dw
            biases[l] -= alpha * db

    if not batch:
        return lambda: train(columns, y)
    return minibatches(len(x), batch, random.permutation, lambda j: train(x[j].T, y[j]))


def with_torch(x, y, sizes, batch, dropout):
    import torch
    from torch import nn

    torch.set_num_threads(1)
    images = torch.tensor(x)
    labels = torch.tensor(y.astype(np.int64))
    layers = []
    for i, o in zip(sizes, sizes[1:]):
        if layers:
            layers.append(nn.ReLU())
            if dropout:
                layers.append(nn.Dropout(dropout))
        layers.append(nn.Linear(i, o))
    network = nn.Sequential(*layers)
    optimizer = torch.optim.SGD(network.parameters(), lr=0.1)
    loss = nn.CrossEntropyLoss()

    def train(j=slice(None)):
        optimizer.zero_grad()
        loss(network(images[j]), labels[j]).backward()
        optimizer.step()

    return minibatches(len(x), batch, torch.randperm, train) if batch else train


def minibatches(n, batch, permutation, train):
    state = {"order": permutation(n), "at": 0}

    def step():
        if state["at"] + batch > n:
            state.update(order=permutation(n), at=0)
        train(state["order"][state["at"] : state["at"] + batch])
        state["at"] += batch

    return step


def main(library, images, labels, inputs, layers, batch, dropout, seconds):
    y = np.fromfile(labels, np.uint8)
    x = np.fromfile(images, np.uint8).reshape(len(y), int(inputs)) / np.float32(255)
    sizes = [int(size) for size in layers.split("-")]
    make = {"numpy": with_numpy, "torch": with_torch}[library]
    step = make(x, y, sizes, int(batch), float(dropout))
    print(best_window(step, int(batch) or len(y), float(seconds)))


main(*sys.argv[1:])
