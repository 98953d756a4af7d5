# %% [markdown]
# # Who said what in the talks
#
# A folder of articles becomes a graph; a question becomes quotations; quotations become a frame and a network. Open
# this file as a notebook (VS Code, Jupytext), or run it from the project's folder:
#
#     pip install 'dixit[pandas,networkx]'
#     python examples/python/newsroom.py
#
# Lines that start with `#>` are what it prints; `tests/python` compares them.

# %%
from collections import Counter

import networkx

import dixit

# %% [markdown]
# ## Build a graph
#
# All processors read; nothing is written until `graph.save("talks.json")`.

# %%
graph = dixit.Graph.build("corpus", name="talks")
print(graph)
#> <dixit.Graph 'talks': 363 statements in 22 documents>

# %% [markdown]
# ## Ask
#
# In a notebook the last value of a cell shows each statement in its sentence. Here the text will do.

# %%
answer = graph.ask("Who warned Russia?")
print(answer)
for hit in answer:
    print(f"{hit.place.path}:{hit.place.line}  {hit.sentence}")
#> understood as who: --relation warned --to Russia --polarity affirmed,denied --rollup
#> 2021-12-16  Liz Truss warned → Russia: of “severe consequences” if it moved against its neighbour
#> 2021-12-30  Joe Biden warned → Vladimir Putin: that a further invasion of Ukraine would be met with sanctions unlike any before
#> corpus/0001-drafts-change-hands.txt:15  Meanwhile, British Foreign Secretary Liz Truss warned Russia of “severe consequences” if it moved against its neighbour.
#> corpus/0006-fifty-minutes-on-the-line.txt:1  U.S. President Joe Biden warned Vladimir Putin in a telephone call on Thursday that a further invasion of Ukraine would be met with sanctions unlike any before, and the Russian president warned that such sanctions could lead to a complete rupture between the two countries.

# %% [markdown]
# A question that dixit cannot read is an error that says what it can, not a guess.

# %%
try:
    graph.ask("Who warned Rusia?")
except dixit.UnknownName as error:
    print(error)
#> nobody is called 'Rusia' in this graph; the nearest name is Russia
#> the nearest question dixit can parse: Who warned Russia?

# %% [markdown]
# ## Count, with pandas
#
# One row for each statement; `quote` and `cue` are words of the article, `date` is a day.

# %%
proposals = graph.to_pandas(relation="proposed")
print(proposals["speaker"].value_counts().loc[lambda count: count > 2].sort_index().to_dict())
#> {'Jens Stoltenberg': 3, 'Joe Biden': 3, 'Sergei Ryabkov': 3}

# %% [markdown]
# ## Who is at the centre, with NetworkX
#
# Parallel edges are kept: one for each statement and addressee.

# %%
network = graph.to_networkx()
names = networkx.get_node_attributes(network, "name")
warned = Counter(names[to] for _, to, edge in network.edges(data=True) if edge["relation"] == "warned")
print(warned.most_common(2))
between = networkx.betweenness_centrality(networkx.DiGraph(network))
print([names[node] for node in sorted(names, key=lambda node: (-between[node], node))[:3]])
#> [('Russia', 3), ('Vladimir Putin', 2)]
#> ['Russia', 'Vladimir Putin', 'reporters']

# %% [markdown]
# ## This morning's article
#
# One text, then a stream of them. A text that cannot be read has an error, and the others follow.

# %%
text = "The mayor, Ines Duarte, warned on Monday that the bridge would close. She did not say when."
doc = dixit.extract(text, id="bridge", date="2024-03-05")
for statement in doc.statements:
    start, end = statement.cue.spans[0]
    print(statement.speaker, "·", text[start:end], "·", statement.quote, "·", statement.said_on)
#> Ines Duarte · warned · that the bridge would close · 2024-03-04
#> Ines Duarte · did not say · when · None

# %%
wire = [{"id": "a", "body": "Lena Berg denied the plan."}, {"id": "b", "body": None}, "Kai Roth proposed talks."]
for found in dixit.extract_many(wire):
    print(found)
#> <dixit.Document 'a': 1 statement>
#> <dixit.Document 'b': line 2: no field "text" (found "id"); put the article's text there or name its field, as in --field text=NAME>
#> <dixit.Document 'stdin:3': 1 statement>
