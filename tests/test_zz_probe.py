import pytest, itertools
from hypothesis import given, settings, strategies as st, HealthCheck
from tests.claims.doors import opened, correcting
from tests.claims.bench import SCAN, WOUND, KNEE, VIDEO
from tests.claims.pages import box_values, client_of, step
from tests.coding.desk import ROWS, alone
from django.urls import reverse
from claims.services.calendar import move_calendar, next_due
pytestmark = pytest.mark.django_db
ODD = {
 "payer_id": ["SBX01","SBX02","SBX03","SBX04","SBX05","", "XX"],
 "member_id": ["", "SBX100200301", "a"*20, "a"*21, "-"],
 "patient_name": ["x", "x"*80, "é ñ", "<b>", "\u202e", "名"],
 "patient_born": ["0001-01-01","9999-12-31","1900-02-29","2024-02-29","2026-03-10","2026-03-11", "2000-02-29"],
 "patient_sex": ["F","M","U","X"],
 "accident": ["unanswered","none","work","auto","other","x"],
 "accident_date": ["","0001-01-01","9999-12-31","2026-03-10"],
 "ordering_npi": ["", "1234567890", "0000000000", "9990000025"],
 "rendering_npi": ["", "1234567890", "0000000000"],
 "authorization": ["", "x"*20, "<&>", "é"],
 "referral": ["", "x"*20, "<&>"],
 "place_of_service": ["11","21","23","99","","10","02","xx"],
 "charge_1": ["0","0.00","99999.99","1","185","$5", "100000", "999999.99"],
}
KEYS = list(ODD)
@pytest.mark.parametrize("slug", ["bench-clean", SCAN, WOUND, KNEE, VIDEO])
def test_boxes(slug, django_db_blocker):
    from django.db import transaction
    counts = {}
    hands = opened(slug)
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.dictionaries(st.sampled_from(KEYS), st.integers(0,7), min_size=1, max_size=6))
    def inner(pick):
        sid = transaction.savepoint()
        try:
            c = client_of(hands.biller)
            vals = {k: ODD[k][i % len(ODD[k])] for k,i in pick.items()}
            url = lambda n: reverse(f"claims:{n}", args=[hands.claim.pk])
            r = c.post(url("boxes"), box_values(hands.claim, **vals))
            counts[r.status_code] = counts.get(r.status_code,0)+1
            assert r.status_code in (302, 422)
            assert c.get(url("claim")).status_code == 200
            assert c.post(url("check_coverage"), {}).status_code in (302,422)
            assert c.get(url("claim")+"?show=send").status_code == 200
            reasons = {f"reason_{k}": v for k,v in hands.reasons().items()}
            from claims.models import Claim
            Claim.objects.filter(pk=hands.claim.pk).update(scrubber="off")
            r = c.post(url("submit"), step(hands.claim, **reasons))
            counts["submit",r.status_code] = counts.get(("submit",r.status_code),0)+1
            n=0
            while next_due(hands.attempt) and n<6:
                n+=1
                r = c.post(reverse("claims:calendar", args=[hands.attempt_id]), {"step":"event","from_date":hands.attempt.scenario_date.isoformat()})
                assert r.status_code == 302
            counts[hands.claim.state] = counts.get(hands.claim.state,0)+1
            for p in ("answers","causes","money","timeline","lifecycle","coverage","appeal"):
                assert c.get(url("claim")+"?show="+p).status_code == 200
            assert c.get("/biller/").status_code == 200
        finally:
            transaction.savepoint_rollback(sid)
    inner()
    print(slug, counts)

def test_many_lines():
    desk = alone()
    from coding.codebook.default import codebook
    codes=[e.code for e in codebook().all_codes("spc")][:70]
    for n in (49,50,51,60,99):
        f={"row":["d1"]+[f"s{i}" for i in range(1,n+1)],"d1_code":"N39.0"}
        f|={f"s{i}_code":codes[i%len(codes)] for i in range(1,n+1)}
        f|={f"s{i}_units":"1" for i in range(1,n+1)}
        r=desk.sheet("save",**f); print(n, r.status_code); print(desk.get("workbench").status_code)
    r = desk.post("finalise", {"version": desk.attempt.draft_version}); print(r.status_code)
    from tests.claims.bench import Hands
    c = desk.client
    r = c.post(reverse("claims:open", args=[desk.attempt.pk]), {"key":"k"}); print(r.status_code, r.url)
    print(c.get(r.url).status_code)
