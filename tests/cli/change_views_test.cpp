#include "cli/change_views.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

JsonValue json(std::string_view text) { return MUST(JsonValue::parse(text)); }

const char* const difference = R"({"revision":8,"previous_revision":7,
    "counts":{"added":1,"removed":0,"upgraded":2,"downgraded":0},
    "added":[{"distro":"deb","component":"main","name":"new","architecture":"all","from":[],"to":["1.0"]}],"removed":[],
    "upgraded":[{"distro":"rpm","component":null,"name":"hello","architecture":"noarch","from":["1.0-1"],
                 "to":["1.0-1","2.0-1"]}],"downgraded":[],"next":"x"})";
const char* const table =
    "CHANGE    NAME   ARCHITECTURE  DISTRO  COMPONENT  FROM   TO\n"
    "added     new    all           deb     main       -      1.0\n"
    "upgraded  hello  noarch        rpm     -          1.0-1  1.0-1 2.0-1\n"
    "and 1 more\n";

TEST(DifferenceView, CountsAllAndListsWhatItHas) {
    EXPECT_EQ(render_difference(json(difference)),
              std::string("1 added, 0 removed, 2 upgraded, 0 downgraded\n") + table);
    EXPECT_TRUE(has_differences(json(difference)));
}

TEST(DifferenceView, OfEqualContentIsOneLine) {
    const auto nothing = json(R"({"counts":{"added":0,"removed":0,"upgraded":0,"downgraded":0},"added":[]})");

    EXPECT_EQ(render_difference(nothing), "0 added, 0 removed, 0 upgraded, 0 downgraded\n");
    EXPECT_FALSE(has_differences(nothing));
}

TEST(ChangeView, NamesTheNewRevision) {
    EXPECT_EQ(render_change(json(difference), "main/stable"),
              std::string("main/stable is now at revision 8: 1 added, 0 removed, 2 upgraded, 0 downgraded\n") + table);
}

TEST(ChangeView, SaysWhenThereWasNothingToDo) {
    EXPECT_EQ(render_change(json(R"({"revision":7,"previous_revision":7})"), "main/stable"),
              "nothing changes: main/stable stays at revision 7\n");
}

TEST(DryRunView, EndsWithWhatStandsInTheWay) {
    const auto text = render_dry_run(
        json(R"({"counts":{"added":1},"conflicts":[{"name":"hello","detail":"hello 1.0 is taken"}]})"), "main/stable");

    EXPECT_THAT(text, HasSubstr("main/stable would change: 1 added, 0 removed"));
    EXPECT_THAT(text, HasSubstr("conflict: hello 1.0 is taken\n"));
}

TEST(ProspectView, OnlyTellsWhatWouldChange) {
    const auto text =
        render_prospect(json(R"({"revision":7,"previous_revision":7,"counts":{"removed":2}})"), "main/dev");

    EXPECT_EQ(text, "main/dev would change: 0 added, 2 removed, 0 upgraded, 0 downgraded\n");
}

TEST(DryRunView, EndsWithHowToPromoteJustThis) {
    const auto text = render_dry_run(
        json(R"({"previous_revision":41,"from_revision":57,"counts":{"added":1},"conflicts":[]})"), "main/stable");

    EXPECT_THAT(text, EndsWith("--expect-revision 41 --expect-from-revision 57\n"));
}

TEST(PurgeView, TellsWhatBecameOfTheBytes) {
    const auto text = render_purge(json(R"({"packages":[{"name":"hello","version":"1.0","architecture":"all",
        "purged_at":"2026-11-22T16:00:00Z","bytes":"destroyed","sha256":"ab12"}],
        "channels":[{"channel":"dev","revision":7}]})"));

    EXPECT_THAT(text, HasSubstr("hello  1.0      all           2026-11-22T16:00:00Z  destroyed  ab12\n"));
    EXPECT_THAT(text, HasSubstr("\ndev      7\n"));
    EXPECT_THAT(render_purge(json(R"({"packages":[],"channels":[]})")), HasSubstr("no channel had it"));
    EXPECT_THAT(render_purge(json(R"({"packages":[],"channels":[],
                    "released":[{"distro":"deb","name":"hello","version":"1.0","architecture":"all"}]})")),
                HasSubstr("\ndeb            hello  1.0      all\n"));
}

TEST(RevisionsView, HasALineForEachChange) {
    EXPECT_EQ(render_revisions(json(R"({"revisions":[
                  {"number":2,"time":"2026-11-22T16:00:00Z","package_count":3,"pins":["a","b"],"changes":[
                     {"event":5,"cause":"upload","actor":"ci","reason":null,"counts":{"added":2,"removed":0}},
                     {"event":6,"cause":"remove","actor":"me","reason":"broken","counts":{"added":0,"removed":1}}]},
                  {"number":1,"time":"2026-11-22T15:00:00Z","package_count":0,"changes":[]}],"next":null})")),
              "REVISION  TIME                  PACKAGES  CHANGE  CAUSE   ACTOR  PINS  REASON\n"
              "2         2026-11-22T16:00:00Z  3         +2 -0   upload  ci     a b   -\n"
              "                                          +0 -1   remove  me           broken\n"
              "1         2026-11-22T15:00:00Z  0         -       -       -      -     -\n");
}

TEST(RevisionView, ShowsRootAndEvents) {
    const auto text = render_revision(json(R"({"number":2,"root":"ab12","counts":{"added":2,"removed":0},"changes":[
        {"event":5,"cause":"upload","actor":"ci","counts":{"added":2,"removed":0}}],"pins":["gold"],
        "snapshots":[{"distro":"deb","format":"deb","url":"http://s/main/deb/snapshots/r2"},
                     {"distro":"el9","format":"rpm","url":"http://s/main/el9/snapshots/r2"}]})"),
                                      "dev");

    EXPECT_THAT(text, HasSubstr("Pins:      gold\n"));
    EXPECT_THAT(text,
                HasSubstr("deb     http://s/main/deb/snapshots/r2  http://s/main/deb/snapshots/r2/dev.sources\n"));
    EXPECT_THAT(text, HasSubstr("el9     http://s/main/el9/snapshots/r2  http://s/main/el9/snapshots/r2/dev.repo\n"));
    EXPECT_THAT(text, HasSubstr("Root:      ab12\n"));
    EXPECT_THAT(text, HasSubstr("+2 -0   upload  ci     5      -\n"));
}

TEST(ExpiryView, ListsWhatWouldGo) {
    EXPECT_EQ(render_expiry(json(R"({"count":1,"packages":[{"name":"hello","version":"1.0","architecture":"all",
                   "distro":"deb","component":"main","sha256":"ab12"}]})")),
              "1 package would be removed\n"
              "NAME   VERSION  ARCHITECTURE  DISTRO  COMPONENT  SHA256\n"
              "hello  1.0      all           deb     main       ab12\n");
    EXPECT_EQ(render_expiry(json(R"({"count":0,"packages":[]})")), "0 packages would be removed\n");
}

TEST(PinsView, ShowsWhatIsKept) {
    EXPECT_EQ(render_pins(json(R"({"pins":[{"name":"release-1","channel":"stable","revision":4,
                   "created_at":"2026-11-22T16:00:00Z","created_by":"me"}]})")),
              "NAME       CHANNEL  REVISION  CREATED               BY\n"
              "release-1  stable   4         2026-11-22T16:00:00Z  me\n");
    EXPECT_EQ(render_pin(json(R"({"name":"release-1","channel":"stable","revision":4})")),
              "release-1 keeps revision 4 of stable\n");
}

}  // namespace
}  // namespace slipway::cli
