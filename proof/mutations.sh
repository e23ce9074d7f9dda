#!/usr/bin/env bash
# Usage: proof/mutations.sh [--find]
#
# Shows that the proof study sees what it should: each mutation below changes the sources of the
# kernels or of the network in a temporary copy, one at a time, and must change the study's digest.
#
# --find only looks whether the sources still have what each mutation changes.
#
# "wide" runs on the vectors that the machine prefers, "narrow" on vectors of at most 256 bits,
# "scalar" without the vector module.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

find_only=false
case "${1-}" in
  '') ;;
  --find) find_only=true ;;
  *)
    echo "usage: proof/mutations.sh [--find]" >&2
    exit 2
    ;;
esac

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

package=io/gridproof
tests=("$root/src/test/java/$package/nn/"{ProofStudy,Images,Configurations}.java)

# Compiles the copy and runs the small study: mode, output.
try() {
  local mode=$1 out=$2 flags=()
  case "$mode" in
    wide) flags=("$module") ;;
    narrow) flags=("$module" -XX:MaxVectorSize=32) ;;
  esac
  rm -rf "$work/classes"
  mkdir "$work/classes"
  # The compiler warns of the incubating module.
  if ! "${java}c" -nowarn -proc:none "$module" -d "$work/classes" \
    "$work/$package"/{kernel,nn}/*.java "${tests[@]}" 2>"$work/javac"; then
    cat "$work/javac" >&2
    return 1
  fi
  "$java" ${flags[@]+"${flags[@]}"} -cp "$work/classes" "$study" small >"$out" 2>"$work/err"
}

fresh() {
  rm -rf "${work:?}/io"
  mkdir -p "$work/$package"
  cp -R "$root/src/main/java/$package/kernel" "$root/src/main/java/$package/nn" "$work/$package"
}

count=0
missed=0
skipped=0

# One mutation: mode, file, what to find (it stands there once), what to put, why it matters.
mutate() {
  local mode=$1 file="$work/$package/$2" find=$3 put=$4 why=$5 text rest
  if [[ "$find" == *t9* && "$lanes" != '16 lanes' ]]; then
    printf '%-10s  %-6s  %-18s  %s\n' 'not here' "$mode" "$(basename "$file" .java)" \
      "$why (no vectors of 512 bits)"
    skipped=$((skipped + 1))
    return
  fi
  fresh
  text="$(<"$file")"
  rest="${text#*"$find"}"
  if [[ "$rest" == "$text" || "$rest" == *"$find"* ]]; then
    echo "error: stands not once in $2: $find" >&2
    exit 2
  fi
  printf '%s\n' "${text%%"$find"*}$put$rest" >"$file"
  count=$((count + 1))
  if "$find_only"; then
    return
  fi
  local verdict=caught
  if ! try "$mode" "$work/out"; then
    # It must be the digest that shows it, not an exception.
    verdict=FAILED
    missed=$((missed + 1))
  elif diff -q <(expected small) <(digests "$work/out") >/dev/null; then
    verdict='NOT CAUGHT'
    missed=$((missed + 1))
  fi
  printf '%-10s  %-6s  %-18s  %s\n' "$verdict" "$mode" "$(basename "$file" .java)" "$why"
}

if "$find_only"; then
  lanes='16 lanes'
else
  # Without a mutation, each mode gives what is pinned.
  fresh
  for mode in wide narrow scalar; do
    try "$mode" "$work/$mode"
    if ! diff <(expected small) <(digests "$work/$mode"); then
      echo "error: the sources as they are do not give the pinned digest ($mode)" >&2
      exit 2
    fi
  done
  lanes="$(sed -n 's/^kernel //p' "$work/wide")"
fi

# --- The order of a chain.

mutate wide kernel/VectorTiles.java \
  't9 = FloatVector.fromArray(SPECIES, from, fromAt + 9 * WIDTH + LANES);
    for (int step = 0; step < n; step++) {' \
  't9 = FloatVector.fromArray(SPECIES, from, fromAt + 9 * WIDTH + LANES);
    for (int step = n - 1; step >= 0; step--) {' \
  "a tile's steps backwards, ten rows"
mutate narrow kernel/VectorTiles.java \
  't4 = FloatVector.fromArray(SPECIES, from, fromAt + 4 * WIDTH + LANES);
    for (int step = 0; step < n; step++) {' \
  't4 = FloatVector.fromArray(SPECIES, from, fromAt + 4 * WIDTH + LANES);
    for (int step = n - 1; step >= 0; step--) {' \
  "a tile's steps backwards, five rows"
mutate scalar kernel/ScalarKernel.java \
  'for (int step = 0; step < tile.steps; step++) {' \
  'for (int step = tile.steps - 1; step >= 0; step--) {' \
  "a tile's steps backwards, scalar"
mutate wide kernel/TiledKernel.java \
  'for (int column = at; column < at + n; column++) {' \
  'for (int column = at + n - 1; column >= at; column--) {' \
  'row sums from the end'
mutate wide kernel/TiledKernel.java \
  'float s0 = sums[0];' \
  'if (n == WIDTH) {
      var species = jdk.incubator.vector.FloatVector.SPECIES_PREFERRED;
      for (int i = 0; i < TILE; i++) {
        for (int j = 0; j < n; j += species.length()) {
          sums[i] +=
              jdk.incubator.vector.FloatVector.fromArray(species, d, at + i * WIDTH + j)
                  .reduceLanes(jdk.incubator.vector.VectorOperators.ADD);
        }
      }
      return;
    }
    float s0 = sums[0];' \
  'row sums by reduceLanes, whose order is not defined'
mutate wide kernel/VectorKernel.java \
  'for (int at = first; at < end; at += LANES) {
      int result' \
  'for (int at = end - LANES; at >= first; at -= LANES) {
      int result' \
  "softmax's sum from the last class on"
mutate wide kernel/Product.java \
  'Matrix from = done == 0 ? begin : c;' \
  'Matrix from = begin;' \
  'a chain that begins anew after a block of steps'
mutate wide kernel/Product.java \
  'from = c;' \
  'from = begin;' \
  'the same where few units take pixels'
mutate wide kernel/TiledKernel.java \
  'product.handOnOfPixels(a, b.rows(), begin(start, c), c, parts);' \
  'product.handOnOfPixels(a, b.rows(), begin(Start.ZERO, c), c, parts);' \
  'sums of pixels that forget the blocks before when they are handed on'
mutate wide kernel/TiledKernel.java \
  'product.handOn(a, turned, begin(start, c), c, parts);' \
  'product.handOn(a, turned, begin(Start.ZERO, c), c, parts);' \
  'the same in later layers'
mutate wide nn/Network.java \
  '        kernel.multiplyTransposed(weights.layers().get(l).w(), layer.delta(), below.delta());' \
  '        if (!weightSums.isEmpty()) {
          handOn(l, layer, images, start, sums.w(), weightSums.get(l));
          weightSums = new java.util.ArrayList<>(weightSums);
          weightSums.set(l, part -> {});
        }
        kernel.multiplyTransposed(weights.layers().get(l).w(), layer.delta(), below.delta());' \
  'deltas from weights that have changed'
mutate wide kernel/TiledKernel.java \
  'begin(Start.ZERO, product), product);' \
  'begin(Start.SUM, product), product);' \
  'deltas that go on from those of the batch before'
mutate wide kernel/PixelGatherer.java \
  'columns.keep(pixel);' \
  'columns.keep(PixelOrder.columns(pixelsPerImage)[pixel]);' \
  'the pixels of the forward pass in another order'
mutate wide nn/Trainer.java \
  'Start start = at == 0 ? Start.ZERO : Start.SUM;' \
  'Start start = Start.ZERO;' \
  'a gradient that forgets the blocks before'

# --- Fused or not.

mutate wide kernel/VectorTiles.java \
  't9 = x9.fma(v, t9);' \
  't9 = x9.mul(v).add(t9);' \
  'multiply, then add, in one row of ten'
mutate narrow kernel/VectorTiles.java \
  't4 = x4.fma(v, t4);
    }' \
  't4 = x4.mul(v).add(t4);
    }' \
  'multiply, then add, in one row of five'
mutate scalar kernel/ScalarKernel.java \
  'c[at + j] = Math.fma(a, b[bAt + j], c[at + j]);' \
  'c[at + j] += a * b[bAt + j];' \
  'multiply, then add, in a scalar tile'
mutate wide kernel/VectorKernel.java \
  'gradient.fma(minusAlpha, weight).intoArray(w.data, at);' \
  'gradient.mul(minusAlpha).add(weight).intoArray(w.data, at);' \
  'multiply, then add, in sgd'
mutate scalar kernel/ScalarKernel.java \
  'w.data[at] = Math.fma(-alpha, g.data[i] * s, w.data[at]);' \
  'w.data[at] -= alpha * (g.data[i] * s);' \
  'multiply, then subtract, in scalar sgd'
mutate wide kernel/VectorKernel.java \
  'betas.fma(FloatVector.fromArray(SPECIES, v.data, at), gradient);' \
  'betas.mul(FloatVector.fromArray(SPECIES, v.data, at)).add(gradient);' \
  'multiply, then add, in momentum'
mutate wide kernel/VectorKernel.java \
  'first.mul(adam.biasCorrection1()).mul(adam.alpha())' \
  'first.mul(adam.biasCorrection1() * adam.alpha())' \
  "adam's factors in another order"
mutate wide kernel/VectorKernel.java \
  'delta.mul(x.neg().fma(x, one))' \
  'delta.mul(one.sub(x.mul(x)))' \
  "tanh's derivative in two roundings"

# --- The functions.

mutate wide kernel/VectorFunctions.java \
  'y.mul(half.reinterpretAsFloats()).mul(rest.reinterpretAsFloats()).intoArray(data, i);' \
  'x.lanewise(VectorOperators.EXP).intoArray(data, i);' \
  "the vector module's own exp"
mutate wide kernel/VectorFunctions.java \
  'FloatVector y = p.fma(r.mul(r), r).add(1f);' \
  'FloatVector y = p.mul(r.mul(r)).add(r).add(1f);' \
  "the last step of exp's polynomial in two roundings"
mutate scalar kernel/Functions.java \
  'float y = Math.fma(p, r * r, r) + 1f;' \
  'float y = p * (r * r) + r + 1f;' \
  'the same, scalar'
mutate wide kernel/VectorFunctions.java \
  'VectorMask<Float> isSmall = size.compare(VectorOperators.LT, 0.625f);' \
  'VectorMask<Float> isSmall = size.compare(VectorOperators.LT, 0.5f);' \
  "tanh's border elsewhere"
mutate wide kernel/VectorFunctions.java \
  'minus.fma(lost, minus.fma(sum, numerator));' \
  'minus.fma(sum, numerator);' \
  "sigmoid's correction without what the sum lost"
mutate wide kernel/VectorFunctions.java \
  'nf.fma(FloatVector.broadcast(SPECIES, -Functions.LN2_LOW), low.mul(-0.5f))' \
  'nf.mul(-Functions.LN2_LOW)' \
  "gelu's exponent in one part"
mutate scalar kernel/Functions.java \
  'float product = Math.fma(Math.fma(p, r * r, r), s, s);' \
  'float product = (Math.fma(p, r * r, r) + 1f) * s;' \
  "gelu's tail in two roundings, scalar"
mutate wide nn/Block.java \
  'keepsZ ? Matrix.create(outputs, samples) : a,' \
  'a,' \
  'gelu without its z'
mutate wide kernel/Functions.java \
  '-2.4999993993e-1f' \
  '-2.5e-1f' \
  "one coefficient of log's polynomial"
mutate scalar kernel/Functions.java \
  'return y * powerOfTwo(half) * powerOfTwo(n - half);' \
  'return (float) Math.exp(x);' \
  "Java's own exp"
mutate wide kernel/VectorKernel.java \
  'x.sub(max).intoArray(z, at);' \
  'x.intoArray(z, at);' \
  "softmax's maximum not subtracted"
mutate scalar kernel/ScalarKernel.java \
  'Functions.exp(z.get(i, j) - max);' \
  'Functions.exp(z.get(i, j));' \
  "softmax's maximum not subtracted, scalar"
mutate wide kernel/VectorKernel.java \
  'VectorMask<Float> active = x.compare(VectorOperators.GT, 0f);' \
  'VectorMask<Float> active = x.compare(VectorOperators.GE, 0f);' \
  "relu's derivative 1 at 0"

# --- Pixels.

mutate wide kernel/VectorKernel.java \
  'IntVector.broadcast(INTS, 0xff)' \
  'IntVector.broadcast(INTS, 0x7f)' \
  'a pixel without its highest bit'
mutate scalar kernel/TiledKernel.java \
  'to[j] = from[fromAt + j] & 0xff;' \
  'to[j] = from[fromAt + j];' \
  'a pixel with a sign, scalar'
mutate wide kernel/PixelGatherer.java \
  'columns.keep(pixel);' \
  'if (pixel != 44) columns.keep(pixel);' \
  'a row of pixels dropped on the way forward'
mutate wide kernel/PixelGatherer.java \
  'rows.keep(s);' \
  'if (s != 7) rows.keep(s);' \
  "a row of pixels dropped in the weights' gradient"
mutate wide kernel/PixelGatherer.java \
  'any |= quad;' \
  'any = quad;' \
  'pixels taken as dark for the last four of a row'
mutate wide kernel/Octets.java \
  'any |= samples;' \
  'any = samples;' \
  'a pixel taken as dark for the last eight samples'
mutate wide kernel/Octets.java \
  'swapBlocks(2, 0x0000FFFF0000FFFFL);' \
  '' \
  'pixels left out of order as they are turned'
mutate wide kernel/TiledKernel.java \
  'isFinite(w) && !holdsMinusZero(b)' \
  'isFinite(w)' \
  'steps left out though a bias is -0'
mutate wide kernel/TiledKernel.java \
  'isFinite(w) && !holdsMinusZero(b)' \
  '!holdsMinusZero(b)' \
  'steps left out though a weight is infinite'
mutate wide kernel/TiledKernel.java \
  'multiply(a, b.rows(), begin(start, c), c, isFinite(a));' \
  'multiply(a, b.rows(), begin(start, c), c, true);' \
  'steps left out though a delta is not finite'
mutate wide kernel/TiledKernel.java \
  'if (isFinite(a)) {' \
  'if (a != null) {' \
  'the same where the gradient is handed on'
mutate wide kernel/VectorKernel.java \
  'return zero.compare(VectorOperators.EQ, sum).allTrue();' \
  'return true;' \
  'every weight taken as finite'

# --- Random numbers.

mutate wide kernel/VectorPhilox.java \
  'EVEN.add((long) sample + 1)' \
  'EVEN.add((long) sample + 2)' \
  "the counter of a mask's odd samples off by one"
mutate wide nn/DropoutMasks.java \
  'kernel.mask(seed, step, layer, firstSample,' \
  'kernel.mask(seed, step, layer, firstSample + 1,' \
  "a mask's counter off by one"
mutate wide nn/Trainer.java \
  'masks.moveTo(step, at);' \
  'masks.moveTo(step, 0);' \
  "a mask that is a function of a block's cut"
mutate wide kernel/Philox.java \
  'static final int MASK = 5;' \
  'static final int MASK = 4;' \
  'masks with the purpose of normal numbers'
mutate wide nn/Trainer.java \
  'Philox.shuffle(seeds.shuffle(),' \
  'Philox.shuffle(seeds.dropout(),' \
  'shuffled with the seed of dropout'
mutate wide nn/Trainer.java \
  '(step - 1) / stepsPerEpoch, order);' \
  '0, order);' \
  'every epoch in the same order'
mutate wide nn/Weights.java \
  'draw.bias(seed, l, element++, scratch)' \
  'draw.bias(seed, l, i, scratch)' \
  'biases from the numbers of the first weights'

# --- The network.

mutate wide nn/Trainer.java \
  'apply(sums, Network.biasScale(samplesOfStep));' \
  'apply(sums, Network.weightScale(l, samplesOfStep));' \
  'a bias scaled as its weights are'
mutate wide nn/Network.java \
  'return layer == 0 ? PIXEL_SCALE / m : biasScale(m);' \
  'return layer == 0 ? PIXEL_SCALE * (1f / m) : biasScale(m);' \
  'the scale of the first layer in another order'
mutate wide nn/Dropout.java \
  'case INVERTED -> (float) (1 / (1 - rate));' \
  'case INVERTED -> 1 / (1 - (float) rate);' \
  "inverted dropout's factor in single precision"
mutate wide nn/Optimizer.java \
  'private static final double BETA_2 = 0.999;' \
  'private static final double BETA_2 = 0.999f;' \
  "adam's beta in single precision"
mutate wide kernel/VectorKernel.java \
  'weight.fma(lambdas, gradient).intoArray(g.data, i);' \
  'weight.mul(lambdas).add(gradient).intoArray(g.data, i);' \
  'multiply, then add, in weight decay'
mutate scalar kernel/ScalarKernel.java \
  'g.data[i] = Math.fma(lambda, w.data[g.at() + i], g.data[i] * s);' \
  'g.data[i] = lambda * w.data[g.at() + i] + g.data[i] * s;' \
  'the same, scalar'
mutate wide nn/Optimizer.java \
  'this.kept = (float) (1 - configuration.learningRate() * configuration.weightDecay());' \
  'this.kept = 1 - (float) (configuration.learningRate() * configuration.weightDecay());' \
  "adam's decay in single precision"
mutate wide nn/Optimizer.java \
  'float beta = (float) configuration.momentum();' \
  'float beta = 0.9f;' \
  'the coefficient of momentum left out'
mutate wide nn/Trainer.java \
  'Configuration ofBiases = configuration.withWeightDecay(0);' \
  'Configuration ofBiases = configuration;' \
  'biases that decay'
mutate wide nn/Scorer.java \
  '(double) block.maxima().get(0, s) - block.targets()[s];' \
  'block.maxima().get(0, s) - block.targets()[s];' \
  'the loss in single precision'

if "$find_only"; then
  echo "$count mutations find their place"
  exit
fi
if ((skipped > 0)); then
  echo "$skipped mutations need another machine"
fi
if ((missed > 0)); then
  echo "$count mutations, $missed not caught"
  exit 1
fi
echo "$count mutations, all caught"
