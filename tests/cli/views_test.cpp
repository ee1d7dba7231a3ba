#include "cli/views.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

JsonValue json(std::string_view text) { return MUST(JsonValue::parse(text)); }

const char* const upload = R"({"channel":"dev","revision":7,"packages":[
    {"name":"hello","version":"1.0","architecture":"all","distro":"deb","component":"main","url":"http://s/a.deb"},
    {"name":"hello","version":"1.0-1","architecture":"noarch","distro":"rpm","component":null,"url":"http://s/b.rpm"}]})";

TEST(UploadView, ListsWhatWasPublishedWhere) {
    EXPECT_EQ(render_upload(json(upload), 201),
              "published in dev, revision 7\n"
              "NAME   VERSION  ARCHITECTURE  DISTRO  URL\n"
              "hello  1.0      all           deb     http://s/a.deb\n"
              "hello  1.0-1    noarch        rpm     http://s/b.rpm\n");
}

TEST(UploadView, EndsWithWhatIsUnusual) {
    const auto answer = json(R"({"channel":"dev","revision":7,"packages":[
        {"name":"a_b","version":"1.0","architecture":"all","distro":"deb","url":"http://s/a.deb","warnings":["one","two"]}]})");

    EXPECT_THAT(render_upload(answer, 201), HasSubstr("http://s/a.deb\nwarning: a_b: one\nwarning: a_b: two\n"));
}

TEST(UploadView, TellsARepetition) {
    EXPECT_THAT(render_upload(json(upload), 200), HasSubstr("already in dev, revision 7"));
}

TEST(PackagesView, IsATableWithDigestsToCopy) {
    EXPECT_EQ(render_packages(json(R"({"packages":[{"name":"hello","version":"1.0","architecture":"all","distro":"deb",
                                      "component":"main","size":1234,"sha256":"ab12"}],"next":null})")),
              "NAME   VERSION  ARCHITECTURE  DISTRO  COMPONENT  SIZE    SHA256\n"
              "hello  1.0      all           deb     main       1.2 kB  ab12\n");
    EXPECT_EQ(render_packages(json(R"({"packages":[],"next":null})")), "no packages\n");
}

TEST(PackageView, KeepsVerifiedAndClaimedApart) {
    const auto text = render_package(json(R"({"name":"hello","version":"1.0","size":10,"channels":[],"provenance":{
        "verified":{"token":{"id":2,"name":"ci"},"address":"192.0.2.1"},
        "claimed":{"commit":"0123abcd","build_url":"https://ci.example/1"}}})"));

    EXPECT_THAT(text, HasSubstr("Uploaded by:     ci\n"));
    EXPECT_THAT(text, HasSubstr("Claimed commit:  0123abcd\n"));
    EXPECT_THAT(text, Not(HasSubstr("Claimed ref")));
    EXPECT_THAT(text, HasSubstr("\nin no channel now\n"));
}

TEST(ChannelsView, ShowsThePolicyAndTheBeginningOfTheRoot) {
    EXPECT_EQ(render_channels(json(R"({"channels":[
                  {"name":"dev","revision":3,"package_count":2,"immutable_versions":false,"protected":false,
                   "promote_from":null,"keep":{"versions":null,"days":null},"updated_at":"2026-11-22T16:00:00Z",
                   "root":"00112233445566778899aabbccddeeff"},
                  {"name":"stable","revision":1,"package_count":0,"immutable_versions":true,"protected":true,
                   "promote_from":["dev","staging"],"keep":{"versions":3,"days":30},"updated_at":"2026-11-22T16:00:00Z",
                   "root":"ffeeddccbbaa99887766554433221100"}]})")),
              "NAME    REVISION  PACKAGES  UPDATED               ROOT              POLICY\n"
              "dev     3         2         2026-11-22T16:00:00Z  0011223344556677  -\n"
              "stable  1         0         2026-11-22T16:00:00Z  ffeeddccbbaa9988  "
              "immutable, protected, from dev staging, keeps 3 versions, keeps 30 days\n");
}

TEST(ChannelsView, TellsWhenAChannelExpires) {
    EXPECT_THAT(render_channel(json(R"({"name":"branch-x","expires_at":"2026-12-07T16:00:00Z"})")),
                HasSubstr("expires 2026-12-07T16:00:00Z\n"));
}

TEST(RepositoryView, ShowsSettingsDistrosAndChannels) {
    const auto text = render_repository(json(R"({"name":"main","origin":"main","sign_packages":true,
        "ephemeral":{"pattern":"branch-*","base":"dev","ttl":"14d"},"retention":{"revisions":100,"days":null},
        "distros":[{"name":"el9","format":"rpm","architectures":["x86_64"],"default":true}],"channels":[]})"));

    EXPECT_THAT(text, HasSubstr("Ephemeral channels:  branch-* for 14d\n"));
    EXPECT_THAT(text, HasSubstr("Retained revisions:  100\n"));
    EXPECT_THAT(text, Not(HasSubstr("Retained days")));
    EXPECT_THAT(text, HasSubstr("el9     rpm     yes      x86_64"));
    EXPECT_THAT(text, HasSubstr("\nno channels\n"));
}

TEST(ChannelView, ShowsTheWholeRoot) {
    EXPECT_THAT(render_channel(json(R"({"name":"dev","root":"00112233445566778899aabbccddeeff"})")),
                HasSubstr("Root:  00112233445566778899aabbccddeeff\n"));
}

TEST(KeysView, EndsWithTheServersNotes) {
    EXPECT_EQ(render_keys(json(R"({"keys":[{"fingerprint":"AB","state":"active","algorithm":"rsa3072",
                   "created_at":"2026-11-22T16:00:00Z","expires_at":null}],"notes":["dnf asks once"]})")),
              "FINGERPRINT  STATE   ALGORITHM  CREATED               EXPIRES\n"
              "AB           active  rsa3072    2026-11-22T16:00:00Z  never\n"
              "note: dnf asks once\n");
}

TEST(TokensView, ShowsScopesAndNoSecrets) {
    EXPECT_EQ(render_tokens(json(R"({"tokens":[{"id":2,"name":"ci","scopes":["upload:main/dev","read:main"],
                   "expires_at":"2027-02-20T16:00:00Z","last_used_at":null,"secret":"slw_x"}]})")),
              "ID  NAME  EXPIRES               LAST USED  SCOPES\n"
              "2   ci    2027-02-20T16:00:00Z  never      upload:main/dev read:main\n");
}

TEST(RepositoriesView, CountsDistrosAndChannels) {
    EXPECT_EQ(render_repositories(json(R"({"repositories":[{"name":"main","visibility":"public","description":"",
                   "distros":[{},{}],"channels":[{}]}]})")),
              "NAME  VISIBILITY  DISTROS  CHANNELS  DESCRIPTION\n"
              "main  public      2        1         -\n");
}

TEST(AnyView, OfAnUnexpectedAnswerIsEmptyCellsAtWorst) {
    const auto strange = json(R"({"packages":[{"name":{"x":1}}],"keys":7})");

    EXPECT_THAT(render_packages(strange), HasSubstr("-  "));
    EXPECT_EQ(render_keys(strange), "no keys\n");
}

}  // namespace
}  // namespace slipway::cli
