#!/usr/bin/env python3
"""Invented news articles as JSON Lines: the same seed gives the same bytes.

    articles.py COUNT [--seed N] > articles.jsonl

They are made of the templates below and report nothing that happened. One in ten repeats a quotation of an
earlier article, as agencies' clients do; one in a thousand has no text, as rows of real archives do.
"""

import argparse
import datetime
import json
import random
import sys

GIVEN = ["Ada", "Bruno", "Clara", "Dario", "Edith", "Farid", "Greta", "Henrik", "Ines", "Jonas", "Kira", "Lars"]
FAMILY = ["Velt", "Moss", "Okonjo", "Rahn", "Sorley", "Tamm", "Ulrich", "Vance", "Wirth", "Yarrow", "Zeller", "Ashby"]
OFFICES = ["mayor", "governor", "harbour master", "union leader", "police chief", "school principal"]
TOWNS = ["Alder Bay", "Brackwater", "Cold Ferry", "Dunmere", "Eastholm", "Fallow Hill", "Greyford", "Highmarsh"]
STATES = ["Germany", "France", "Poland", "Norway", "Canada", "Japan", "Brazil", "Kenya"]
OUTLETS = ["The Daily Ferry", "Meridian Wire", "Harbour Post", "The Evening Ledger"]
THINGS = ["the bridge", "the harbour", "the railway", "the water supply", "the new school", "the coastal road"]
FATES = ["would close before winter", "would cost more than planned", "needed repairs", "was safe", "would open in May"]
PLANS = ["build a second pier", "cut ticket prices", "publish the report", "hire forty teachers", "close the old mine"]
VERBS = ["said", "warned", "insisted", "added", "admitted"]
CLAIMS = [
    "Nobody asked the people who live here",
    "We will not wait for another winter",
    "The figures in that report are wrong",
    "This is the largest investment in a generation",
    "I have read the contract and I do not like it",
]


def person(number):
    """Somebody's name, office and town; the same number is the same person."""
    given = GIVEN[number % len(GIVEN)]
    family = FAMILY[number // len(GIVEN) % len(FAMILY)]
    rest = number // (len(GIVEN) * len(FAMILY))
    family += ["", "son", "stein", "berg", "wright"][rest % 5]
    return f"{given} {family}", OFFICES[number % len(OFFICES)], TOWNS[number * 7 % len(TOWNS)]


def paragraph(chance, name, office, town):
    thing, fate = chance.choice(THINGS), chance.choice(FATES)
    state, other = chance.sample(STATES, 2)
    forms = [
        f"{name}, the {office} of {town}, {chance.choice(VERBS)} on Monday that {thing} {fate}.",
        f"“{chance.choice(CLAIMS)},” said {name}, the {office} of {town}.",
        f"{town}'s {office}, {name}, told reporters that {thing} {fate}. “{chance.choice(CLAIMS)},” {name} said.",
        f"{state} warned {other} that {thing} {fate}.",
        f"{name} proposed to {chance.choice(PLANS)}. The {office} denied that {thing} {fate}.",
        f"According to {name}, {thing} {fate}.",
        f"The repairs took {chance.randint(2, 60)} weeks, and {chance.randint(20, 900)} people watched.",
    ]
    return chance.choice(forms)


def article(seed, number):
    """The article of a number as a dict."""
    chance = random.Random(f"{seed} {number}")
    people = [person(chance.randrange(700)) for _ in range(3)]
    lines = [paragraph(chance, *chance.choice(people)) for _ in range(chance.randint(5, 12))]
    if number % 10 == 9:
        # what an earlier article printed first
        before = random.Random(f"{seed} {number - 4}")
        others = [person(before.randrange(700)) for _ in range(3)]
        lines.append(paragraph(before, *before.choice(others)))
    day = datetime.date(2021, 1, 1) + datetime.timedelta(days=chance.randrange(1000))
    return {
        "id": f"article-{number:07}",
        "title": f"{chance.choice(TOWNS)} debates {chance.choice(THINGS)}",
        "date": day.isoformat(),
        "url": f"https://news.example/{number}",
        "source": chance.choice(OUTLETS),
        "text": None if number % 1000 == 500 else "\n\n".join(lines),
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("count", type=int)
    arguments.add_argument("--seed", type=int, default=1)
    chosen = arguments.parse_args()
    for number in range(chosen.count):
        json.dump(article(chosen.seed, number), sys.stdout, ensure_ascii=False)
        print()


if __name__ == "__main__":
    main()
