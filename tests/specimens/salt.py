"""An invented file of the short and long term return: a column a key, colons and asterisks."""

from __future__ import annotations

from typing import Any

from helpers.base.geography import ENGLAND, REGIONS, all_areas

PLACE = (
    "UUID GEOGRAPHY_LEVEL FY_Ending SHEET TABLE ADDITIONAL_CELLS DATA_LEVEL CASSR_CODE "
    "GEOGRAPHY_CODE DH_GEOGRAPHY_NAME REGION_GO_CODE GEOGRAPHY_NAME"
).split()
KEYS = (
    "DataType_Key ClientType_Key TableType_Key "
    "AgeBand_Key RouteOfAccess_Key SequelToSupportRequest_Key "
    "SequelToSTMax_Key LongTermSupportSetting_Key LongTermPeriod_Key "
    "ShortTermPurpose_Key ShortTermPeriod_Key PrimarySupportReason_Key "
    "PrimarySupportReasonDesc_Key Gender_Key EthnicityGrouping_Key "
    "EthnicityDesc_Key CommunitySupport_Key CarerSupport_Key "
    "SupportToCarerType_Key SupportToCarerDesc_Key CarerType_Key "
    "CarerAgeBand_Key PrisonSupport_Key ReviewType_Key "
    "SignificantEvent_Key SequelToReviewType_Key ChangeInSetting_Key "
    "NoChangeInSetting_Key EmploymentStatusType_Key EmploymentStatusDesc_Key "
    "LivingStatusType_Key LivingStatusDesc_Key NoServicesProvided_Key "
    "DischargeStatus_Key RouteOfTransitionType_Key RouteOfTransitionDesc_Key "
    "AgeAtAssessment_Key AgeAtTransition_Key ReportedHealthCondGroup_Key "
    "ReportedHealthCondDesc_Key MethodOfAssessment_Key ClientCount_Key "
    "StatusOfCaredForPerson_Key"
).split()
CELLS = [("7100101", "STS001", "1a"), ("7200102", "LTS001b", "1a"), ("7300103", "LTS003", "1")]


def sheets() -> dict[str, list[list[Any]]]:
    """Return the cells: England, the regions, then councils; every key is given."""
    places = [["England", "", "", "ENGLAND", ENGLAND, "England"]]
    places += [["Region", "", "", name, code, name] for code, name in REGIONS.items()]
    places += [
        ["Council", area.source_code, area.code, area.name, area.region_code, area.name]
        for area in all_areas()[:60]
    ]
    rows: list[list[Any]] = []
    for number, (level, cassr, code, dh_name, region, name) in enumerate(places):
        for cell, (uuid, sheet, table) in enumerate(CELLS):
            value: Any = {7: ":", 8: "*"}.get((number + cell) % 10, 15 * number + cell)
            place = [uuid, level, "2024", sheet, table, "", "Detail", cassr, code]
            keys = [str(1 + (cell + place_) % 9) for place_ in range(len(KEYS))]
            rows.append([*place, dh_name, region, name, *keys, value])
    return {"": [[*PLACE, *KEYS, "ITEMVALUE"], *rows]}
