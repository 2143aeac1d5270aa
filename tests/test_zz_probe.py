import pytest
from django.test import Client
from django.urls import reverse
from tests.coding.desk import ROWS, alone
from tests.claims.doors import opened, posted, answered, sent, closed
from tests.claims.pages import box_values, client_of, step
from tests.factories import *
pytestmark = pytest.mark.django_db

def show(label, r):
    print(label, r.status_code, getattr(r, 'url', ''), r.content[:80] if r['Content-Type'].startswith('text/plain') or len(r.content)<200 else '')

def test_nexts():
    hands = opened()
    c = client_of(hands.biller); c.raise_request_exception=False
    for nxt in ["junk", "//evil.com", "https://evil.com", "/\\evil.com", "javascript:alert(1)", "//[", "/x\r\nSet-Cookie: a=b", "x"*10000, "/"+"x"*10000, "", "home", "claims:claim", "?a=b","\x00", "http:///evil", "../..", "#x"]:
        r = c.post(reverse("claims:calendar", args=[hands.attempt_id]), {"step":"day","from_date":hands.attempt.scenario_date.isoformat(),"next":nxt})
        show(repr(nxt[:30]), r)
    for st, d in [("junk","2026-03-10"),("day","junk"),("day",""),("","2026-03-10"),("day","9999-12-31"),("event","0001-01-01"),("day","2026-03-10T00")]:
        r = c.post(reverse("claims:calendar", args=[hands.attempt_id]), {"step":st,"from_date":d})
        show((st,d), r)

def test_huge_pk():
    u = make_user("x"); c = client_of(u); c.raise_request_exception=False
    for n in (10**9, 2**63, 10**30, 10**5000):
        for name in ("coding:workbench","coding:marks","claims:claim","claims:lifecycle","classroom:course","coding:finalise"):
            try:
                r = c.get(reverse(name, args=[n]))
            except Exception as e:
                print(name, "EXC", type(e)); continue
            print(name, str(n)[:12], r.status_code)
        for name in ("coding:sheet","claims:submit","claims:open","claims:calendar","classroom:release"):
            try:
                r = c.post(reverse(name, args=[n]))
            except Exception as e:
                print(name, "EXC", type(e)); continue
            print(name, str(n)[:12], r.status_code)
    hands = posted()
    c = client_of(hands.biller); c.raise_request_exception=False
    for n in (0, 9, 2**31, 2**63, 10**30):
        for name in ("claims:statement","claims:submission","claims:statement_pdf"):
            print(name, n, c.get(reverse(name, args=[hands.claim.pk, n])).status_code)

def test_sheet():
    desk = alone(); desk.client.raise_request_exception=False
    big = "é"*600000
    cases = {
     "nothing": {}, "nul": {**ROWS, "d1_code":"N39\x00.0"}, "nulnew": {**ROWS, "new_d":"\x00"}, "nulunits": {**ROWS,"s1_units":"1\x00"},
     "nulmod": {**ROWS,"s1_modifiers":"R\x00T"}, "unicode": {**ROWS,"d1_code":"Ｎ39.0"}, "emoji": {**ROWS,"new_s":"🦆"*50},
     "1mb": {**ROWS,"new_d":big}, "300k":{**ROWS,"d1_code":"x"*300000}, "300kunits":{**ROWS,"s1_units":"9"*300000}, "mods":{**ROWS,"s1_modifiers":"RT "*50000},
     "pointers":{**ROWS,"s1_pointer":["d1"]*3000}, "rows":{"row":[f"d{i}" for i in range(1,200)]}, "manyrows2500":{"row":[f"d{i}" for i in range(1,2500)]},
     "d9999":{"row":["d9999","s1"],"d9999_code":"N39.0","s1_code":"OV-324","new_d":"B96.20"},
     "evid":{**ROWS,"d1_evidence":["0-0","5-4","99999999-1","1-2-3","-","a-b","0-5"]},
     "start":{**ROWS,"start":"x","end":"y","target":"d1"}, "removed":{**ROWS,"removed":"\x00"},
     "float":{**ROWS,"s1_units":"1.5"}, "neg":{**ROWS,"s1_units":"-1"},"e":{**ROWS,"s1_units":"1e3"},"arab":{**ROWS,"s1_units":"١"},
     "zero":{**ROWS,"s1_units":"0"}, "code list":{**ROWS,"d1_code":["N39.0","X"]}, "fts":{**ROWS,"new_d":'" OR * NEAR('}, "spaces":{**ROWS,"d1_code":"   "},
    }
    for act in ("save","add-d","add-s","add-d:\x00","autosave","up","up:zz","remove:d9","undo","link","unlink:","unlink:d1:x","clear","keep:","keep:x","keep:99","finalise","zz:zz",":", "evidence", "add-d:"+"x"*1000, "keep:1&version=3", "keep:"+"&a=1"*3000):
        for name, fields in cases.items():
          for htmx in (False, True):
            r = desk.sheet(act, htmx=htmx, **fields)
            if r.status_code not in (200,302,422,409): print(act[:20], name, r.status_code)
def test_hint_etc():
    desk = alone(); desk.client.raise_request_exception=False
    for s in ("", "x", "-1","1e3","9"*5000, "\x00"):
        r = desk.post("hint", {"shown": s}); print("hint", s[:5], r.status_code)
        r = desk.post("finalise", {"version": s}); print("fin", s[:5], r.status_code)
    r = desk.post("finalise", {"version": 0}); print("fin empty", r.status_code)
    for v in ("x","\x00","9"*5000): print("marks", desk.client.get(desk.url("marks"), {"version": v}).status_code)
    for v in ("x","\x00","9"*5000): print("undo", desk.client.get(desk.url("workbench"), {"undo": v}).status_code)

def test_claim():
    hands = posted(); c = client_of(hands.biller); c.raise_request_exception=False
    for s in ("junk","\x00","send","appeal","void","reopen","write_off","send_information","return_codes","<b>","../x", "x"*5000):
        print("show", s[:20], c.get(reverse("claims:claim", args=[hands.claim.pk]), {"show": s}).status_code)
    from tests.claims.doors import DOORS
    for d in DOORS:
        for v in ("", "x", "-1", "9"*5000, "\x00", "99"):
            for k in ("", "k"*65, "\x00", "ok"):
                r = c.post(d.url(hands), {"version": v, "key": k}); 
                print(d.name, v[:3], k[:3], r.status_code) if r.status_code not in (422,409,400,403) else None
def test_search():
    u = make_user("x"); c = client_of(u); c.raise_request_exception=False
    for q in ({}, {"q":"\x00"}, {"q":"x"*5000}, {"q":'a" OR b'}, {"system":"x"}, {"system":","},{"system":"icd10cm,icd10cm,spc"}, {"on":"0001-01-01","q":"pain"},{"on":"9999-12-31","q":"pain"}, {"q":"N39.0","on":"x"}):
        print(q if len(str(q))<100 else "", c.get(reverse("coding:search"), q).status_code, c.get(reverse("coding:codes"), q).status_code)
    for s in ("icd10cm","spc","hcpcs","modifier","pos","junk"):
        for code in ("%00","x","N39.0","..","%2e%2e", "é", "x"*3000, "'", "A00-A09", "1"):
          for on in ("2026-03-10","0001-01-01","9999-12-31","x", ""):
            r = c.get(f"/coding/codes/{s}/{code}/", {"on": on})
            if r.status_code not in (200,404): print(s, code[:10], on, r.status_code)
    for q in ({"difficulty":"9"},{"difficulty":"x"},{"skill":"junk"},{"difficulty":"\x00"},{"skill":"\x00"}, {"difficulty":["1","x"]}):
        print(q, c.get("/practice/", q).status_code)
    print(c.post("/practice/start/junk/").status_code, c.post("/practice/start/%00/").status_code, c.post("/assignments/1/start/1/").status_code)
