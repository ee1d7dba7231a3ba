// Past states over HTTP: what names them, how long they may be cached, and what is said where there is none.
#include "tests/server/api/test_api.hpp"
#include "tests/signing/signing_gate.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/must.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

#include <future>
#include <vector>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::HasSubstr;
using ::testing::Not;

/// Every revision is an hour younger than the one before; `dev` has 1 to 4, the last with an rpm.
class SnapshotUrls : public ::testing::Test {
protected:
    SnapshotUrls() {
        api_.make_main();
        made_at_ = api_.clock().now();
        for (const auto* version : {"1.0", "2.0"}) upload("hello.deb", a_deb("hello").version(version).build());
        upload("hello.rpm", an_rpm("hello").bytes());
        api_.clock().advance(std::chrono::minutes{1});
    }
    void upload(const std::string& name, const std::string& bytes) {
        api_.clock().advance(std::chrono::hours{1});
        const auto answer = api_.upload(name, bytes);
        EXPECT_EQ(answer.status, 201U) << body_of(answer);
        path_ = member(answer, "path");
    }
    Response release(const std::string& id, const std::string& channel = "dev") {
        return api_.get("/main/deb/snapshots/" + id + "/dists/" + channel + "/InRelease");
    }
    Response index(const std::string& id) {
        return api_.get("/main/deb/snapshots/" + id + "/dists/dev/main/binary-amd64/Packages.gz");
    }
    std::string time(std::chrono::seconds after_the_first) { return compact_date(made_at_ + after_the_first); }
    static std::string field(const Response& response, const std::string& name) {
        return std::string(response.headers.find(name).value_or(""));
    }
    void retain(int revisions) {
        const auto set = api_.put(main_url, R"({"retention":{"revisions":)" + std::to_string(revisions) + "}}");
        EXPECT_EQ(set.status, 200U) << body_of(set);
        MUST(api_.publisher().collect_garbage(std::chrono::hours{24}, std::nullopt));
    }

    TestApi api_;
    Seconds made_at_{};
    std::string path_;  // of the package uploaded last
};

TEST_F(SnapshotUrls, NameARevisionByNumberTimeOrPin) {
    api_.post(main_url + "/pins", R"({"name":"golden","channel":"dev","revision":2})");
    const auto by_number = body_of(release("r2"));

    EXPECT_THAT(by_number, HasSubstr("Suite: dev"));
    EXPECT_EQ(body_of(release("golden")), by_number);
    EXPECT_EQ(body_of(release(time(std::chrono::hours{1}))), by_number);
    EXPECT_EQ(body_of(release(time(std::chrono::seconds{2 * 3600 - 1}))), by_number);
    EXPECT_NE(body_of(release(time(std::chrono::hours{2}))), by_number);
    EXPECT_EQ(body_of(release(compact_date(api_.clock().now()))), body_of(release("r4")));
    EXPECT_EQ(api_.publisher().counters().snapshots_rendered, 3U);
}

TEST_F(SnapshotUrls, ThatNameNothingSayWhy) {
    api_.post(main_url + "/pins", R"({"name":"stable-one","channel":"stable","revision":1})");
    const std::pair<Response, const char*> rows[] = {
        {release("r0"), "unknown-revision"},
        {release("r5"), "unknown-revision"},
        {release("r99999999999999999999"), "unknown-revision"},
        {release(time(std::chrono::seconds{-1})), "unknown-snapshot"},
        {release(compact_date(api_.clock().now() + std::chrono::seconds{1})), "unknown-snapshot"},
        {release("20261323T000000Z"), "unknown-snapshot"},
        {release("stable-one"), "unknown-snapshot"},
        {release("none"), "unknown-snapshot"},
    };
    for (const auto& [response, code] : rows) {
        EXPECT_EQ(response.status, 404U) << code;
        EXPECT_EQ(code_of(response), code) << body_of(response);
    }
    EXPECT_EQ(release("r2", "nowhere").status, 404U);
    EXPECT_EQ(api_.get("/main/deb/snapshots/r2/dists/dev/none").status, 404U);
    EXPECT_EQ(api_.get("/main/deb/snapshots/r2/x").status, 404U);
    EXPECT_EQ(api_.get("/main/deb/snapshots/r2").status, 404U);
}

TEST_F(SnapshotUrls, PastRetentionAreGone) {
    EXPECT_EQ(release("r2").status, 200U);

    retain(1);

    for (const auto& id : {std::string("r2"), time(std::chrono::hours{1})}) {
        const auto gone = release(id);
        EXPECT_EQ(gone.status, 410U) << id;
        EXPECT_EQ(code_of(gone), "past-retention");
        EXPECT_EQ(field(gone, "Cache-Control"), "no-store");
    }
    EXPECT_EQ(release("r4").status, 200U);
}

TEST_F(SnapshotUrls, OfATimeAreGoneWhereAYoungerRevisionIsForgotten) {
    api_.post(main_url + "/pins", R"({"name":"golden","channel":"dev","revision":1})");
    retain(1);

    EXPECT_EQ(code_of(release(time(std::chrono::hours{1}))), "past-retention") << "revision 1 was replaced by then";
    EXPECT_EQ(release("golden").status, 200U);
}

TEST_F(SnapshotUrls, CacheAllButTheEntryPointsForEver) {
    const auto entry_point = release("r2");
    const auto packages = index("r2");
    api_.post(main_url + "/pins", R"({"name":"golden","channel":"dev","revision":2})");

    EXPECT_EQ(field(entry_point, "Cache-Control"), "no-cache");
    EXPECT_EQ(field(packages, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(field(index("golden"), "Cache-Control"), "no-cache") << "it may be given to another revision";
    const auto by_hash =
        "/main/deb/snapshots/golden/dists/dev/main/binary-amd64/by-hash/SHA256/" + sha256_of(body_of(packages)).hex();
    EXPECT_EQ(field(api_.get(by_hash), "Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(SnapshotUrls, AnswerConditionsAndRangesLikeOtherFiles) {
    const auto whole = index("r2");
    const std::string url = "/main/deb/snapshots/r2/dists/dev/main/binary-amd64/Packages.gz";

    EXPECT_EQ(api_.get(url, {{"If-None-Match", field(whole, "ETag")}}).status, 304U);
    const auto part = api_.get(url, {{"Range", "bytes=0-9"}});
    EXPECT_EQ(part.status, 206U);
    EXPECT_EQ(body_of(part), body_of(whole).substr(0, 10));
    EXPECT_EQ(api_.send(Method::head, url, {}, {}).status, 200U);
    EXPECT_EQ(api_.send(Method::post, url, "", {}).status, 405U);
    EXPECT_FALSE(release("r2").headers.find("Last-Modified")) << "a pin and a time may come to name another revision";
}

TEST_F(SnapshotUrls, ServeYumsFilesBelowTheChannel) {
    const auto repomd = api_.get("/main/rpm/snapshots/r4/dev/x86_64/repodata/repomd.xml");
    ASSERT_EQ(repomd.status, 200U) << body_of(repomd);
    const auto text = body_of(repomd);
    const auto at = text.find("repodata/");
    const auto primary = text.substr(at, text.find('"', at) - at);

    for (const auto* name : {"repodata/repomd.xml.asc", "repodata/repomd.xml.key", primary.c_str()})
        EXPECT_EQ(api_.get(std::string("/main/rpm/snapshots/r4/dev/x86_64/") + name).status, 200U) << name;
    EXPECT_EQ(field(repomd, "Cache-Control"), "no-cache");
    EXPECT_EQ(api_.get("/main/rpm/snapshots/r4/dev/riscv64/repodata/repomd.xml").status, 200U) << "noarch packages";
    EXPECT_EQ(api_.get("/main/rpm/snapshots/r4/dev/source/repodata/repomd.xml").status, 404U);
}

TEST_F(SnapshotUrls, HaveThePackageFilesOfTheirDistro) {
    const auto rpm = path_;
    upload("hello.deb", a_deb("hello").version("3.0").build());
    const auto below = [](std::string path, const std::string& distro) {
        return path.insert(("/main/" + distro).size(), "/snapshots/r2");
    };

    const auto deb_file = api_.get(below(path_, "deb"));
    const auto rpm_file = api_.get(below(rpm, "rpm"));

    EXPECT_EQ(deb_file.status, 200U);
    EXPECT_EQ(body_of(deb_file), body_of(api_.get(path_)));
    EXPECT_EQ(rpm_file.status, 200U);
    EXPECT_EQ(field(rpm_file, "Cache-Control"), "public, max-age=31536000, immutable");
}

TEST_F(SnapshotUrls, HaveSetUpFilesThatPointAtThem) {
    const auto sources = api_.get("/main/deb/snapshots/r2/dev.sources");
    const auto repo = api_.get("/main/rpm/snapshots/r2/dev.repo");
    const auto script = api_.get("/main/deb/snapshots/" + time(std::chrono::hours{1}) + "/dev.sh");

    EXPECT_EQ(sources.status, 200U) << body_of(sources);
    EXPECT_THAT(body_of(sources), HasSubstr("/main/deb/snapshots/r2\nSuites: dev\n"));
    EXPECT_THAT(body_of(repo), HasSubstr("/main/rpm/snapshots/r2/dev/$basearch/\n"));
    EXPECT_THAT(body_of(script), HasSubstr(", snapshot " + time(std::chrono::hours{1})));
    EXPECT_EQ(field(sources, "Cache-Control"), field(api_.get("/main/deb/dev.sources"), "Cache-Control"));
    EXPECT_EQ(code_of(api_.get("/main/deb/snapshots/r9/dev.sources")), "unknown-revision");
    EXPECT_EQ(code_of(api_.get("/main/deb/snapshots/none/dev.sh")), "unknown-snapshot");
    for (const auto* wrong : {"r2/none.sources", "r2/dev.repo", "r2/dev", "r2/"})
        EXPECT_EQ(api_.get(std::string("/main/deb/snapshots/") + wrong).status, 404U) << wrong;
    retain(1);
    EXPECT_EQ(api_.get("/main/deb/snapshots/r2/dev.sources").status, 410U);
}

TEST_F(SnapshotUrls, NeedNoToken) {
    api_.use_token("");

    EXPECT_EQ(release("r2").status, 200U);
}

TEST_F(SnapshotUrls, AnswerLikeTheOthersOfADeletedChannel) {
    EXPECT_EQ(release("r2").status, 200U);

    EXPECT_EQ(api_.del(dev_url + "?force=true").status, 204U);

    EXPECT_EQ(release("r2").status, 404U);
    api_.put(dev_url, "{}");
    EXPECT_EQ(code_of(release("r2")), "past-retention") << "numbers go on";
    EXPECT_EQ(code_of(release(time(std::chrono::hours{1}))), "unknown-snapshot");
    EXPECT_EQ(release("r5").status, 200U);
}

TEST_F(SnapshotUrls, ThatCannotBeSignedAnswer503AndLeaveNothing) {
    const auto before = api_.stored();
    api_.fail_signing();

    const auto failed = release("r2");

    EXPECT_EQ(failed.status, 503U);
    EXPECT_EQ(code_of(failed), "snapshot-failed") << body_of(failed);
    EXPECT_FALSE(field(failed, "Retry-After").empty());
    EXPECT_EQ(field(failed, "Cache-Control"), "no-store");
    EXPECT_EQ(api_.stored(), before);
    EXPECT_EQ(api_.publisher().counters().snapshots_failed, 1U);
    api_.mend_signing();
    EXPECT_EQ(release("r2").status, 200U);
}

TEST_F(SnapshotUrls, AreRefusedToAClientThatWaitsForMany) {
    const auto other = api_.make_token({"upload:main"});
    const std::string repomd = "/main/rpm/snapshots/r4/dev/x86_64/repodata/repomd.xml";
    testing::SigningGate gate;
    api_.before_signing(gate.hook());
    std::vector<std::future<Response>> waiting;
    for (const std::string id : {"r1", "r2", "r3", "r4"})
        waiting.push_back(api_.begin(Method::get, "/main/deb/snapshots/" + id + "/dists/dev/InRelease", {}));

    const auto refused = api_.get(repomd);
    api_.use_token(other);
    auto of_another = api_.begin(Method::get, repomd, {});
    gate.open();

    EXPECT_EQ(refused.status, 503U);
    EXPECT_EQ(code_of(refused), "snapshot-busy") << body_of(refused);
    EXPECT_FALSE(field(refused, "Retry-After").empty());
    EXPECT_EQ(of_another.get().status, 200U);
    for (auto& answer : waiting) EXPECT_EQ(answer.get().status, 200U);
}

TEST_F(SnapshotUrls, LoseWhatWasPurged) {
    const auto deb = a_deb("leak").build();
    upload("leak.deb", deb);
    EXPECT_EQ(release("r5").status, 200U);
    const auto leaking = body_of(index("r5"));

    const auto purged = api_.post(main_url + "/packages/" + sha256_of(deb).hex() + "/purge", R"({"reason":"a leak"})");

    EXPECT_EQ(purged.status, 200U) << body_of(purged);
    EXPECT_NE(body_of(index("r5")), leaking);
    EXPECT_EQ(api_.get("/main/deb/snapshots/r5" + path_.substr(std::string("/main/deb").size())).status, 410U);
}

}  // namespace
}  // namespace slipway::api
