"""rdflib and Oxigraph read the same triples in three formats, and answer SPARQL."""

import pyoxigraph
import rdflib
from checks import entities, expected, folder, same, statements

graphs = {}
for name, form in [("nt", "nt"), ("ttl", "turtle"), ("jsonld", "json-ld")]:
    graphs[name] = rdflib.Graph().parse(folder / f"records.{name}", format=form)
    print("rdflib", rdflib.__version__, name, len(graphs[name]))
triples = {name: set(graph) for name, graph in graphs.items()}
for name in ("ttl", "jsonld"):
    if triples[name] != triples["nt"]:
        difference = list(triples[name] ^ triples["nt"])[:4]
        raise SystemExit(f"{name} is not nt: {difference}")

PREFIXES = """
PREFIX schema: <https://schema.org/>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dixit: <urn:dixit:vocabulary:>
PREFIX as: <https://www.w3.org/ns/activitystreams#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""
WHO = PREFIXES + """
SELECT ?id ?text WHERE {
  ?quotation a schema:Quotation ; schema:text ?text ; schema:creator ?who .
  ?who schema:identifier ?id .
}
"""
PLACES = PREFIXES + """
SELECT ?annotation ?start ?end WHERE {
  ?annotation a oa:Annotation ; oa:hasBody ?quotation .
  ?annotation oa:hasTarget/(as:items/rdf:rest*/rdf:first)? ?target .
  ?quotation prov:wasQuotedFrom ?article .
  ?target oa:hasSource ?article ; oa:hasSelector ?selector .
  ?selector a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
  FILTER (?start < ?end)
}
"""
# Each stretch of an interrupted quotation has its words, as each of one piece has.
WORDS = PREFIXES + """
SELECT ?target ?exact WHERE {
  ?target a oa:SpecificResource ; oa:hasSelector ?selector .
  ?selector a oa:TextQuoteSelector ; oa:exact ?exact .
}
"""
wanted = [(who, s["content"]) for s in statements for who in s["speakers"]]
spans = sum(s["spans"] for s in statements)
for name, form in [("nt", "N_TRIPLES"), ("ttl", "TURTLE"), ("jsonld", "JSON_LD")]:
    store = pyoxigraph.Store()
    store.bulk_load(path=str(folder / f"records.{name}"), format=getattr(pyoxigraph.RdfFormat, form))
    assert len(store) == len(triples["nt"]), (name, len(store))
    found = [(row["id"].value, row["text"].value) for row in store.query(WHO)]
    same(f"oxigraph {pyoxigraph.__version__} {name}, who said what", found, wanted)
    assert len(list(store.query(PLACES))) == spans, name
    assert len(list(store.query(WORDS))) == spans, name
    assert len(list(store.query(PREFIXES + "SELECT ?a WHERE { ?a a oa:Annotation ; oa:hasSource ?s }"))) == 0
# Oxigraph takes all integers for the same, rdflib tells their types.
starts = graphs["nt"].objects(predicate=rdflib.URIRef("http://www.w3.org/ns/oa#start"))
assert {start.datatype for start in starts} == {rdflib.XSD.nonNegativeInteger}
same("rdflib, who said what", ((str(i), str(t)) for i, t in graphs["nt"].query(WHO)), wanted)
rows = graphs["nt"].query(PREFIXES + "SELECT ?x WHERE { ?x schema:identifier ?id ; schema:name ?n }")
same("rdflib, entities", ["entity"] * len(rows), ["entity"] * len(entities))
dates = PREFIXES + "SELECT ?d WHERE { ?q a schema:Quotation . { ?q schema:dateCreated ?d } UNION { ?q dixit:month ?d } }"
same("rdflib, dates", (str(row[0]) for row in graphs["nt"].query(dates)),
     (s["date"] for s in statements if s["date"]))
articles = graphs["nt"].query(PREFIXES + "SELECT ?a WHERE { ?a a schema:NewsArticle }")
assert len(articles) == expected["documents"]
