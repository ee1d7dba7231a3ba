// When gpg fails or hangs: uploads are told to try again, nothing changes, the previous state stays served, and
// readiness for uploads says so until a publication succeeds.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::HasSubstr;

struct BrokenGpg {
    const char* because;
    const char* script;

    friend std::ostream& operator<<(std::ostream& out, const BrokenGpg& row) { return out << row.because; }
};

constexpr const char* gpg_fails = "exit 2\n";
constexpr const char* gpg_hangs = "case \"$*\" in *--homedir*) sleep 600 ;; esac\n";

class PublicationFailure : public ::testing::Test {
protected:
    PublicationFailure() : api_({.limits = TestApi::without_reserve(), .gpg_deadline = std::chrono::seconds(2)}) {
        api_.make_main();
        api_.upload("old.deb", a_deb("old").build());
    }

    /// Rows only: the blob of a failed publication is unreferenced, and collected later.
    std::string rows() {
        const auto stored = api_.stored();
        return stored.substr(stored.find("packages "));
    }

    TestApi api_;
};
class FailedPublication : public PublicationFailure, public ::testing::WithParamInterface<BrokenGpg> {};
class FailedKey : public PublicationFailure {};

TEST_P(FailedPublication, ChangesNothingAndIsAnswered503) {
    const auto before = rows();
    const auto served = body_of(api_.get("/main/deb/dists/dev/InRelease"));
    api_.break_gpg(GetParam().script);

    const auto failed = api_.upload("new.deb", a_deb("new").build());
    const auto ready = api_.get("/readyz?for=uploads");

    EXPECT_EQ(failed.status, 503U) << body_of(failed);
    EXPECT_EQ(code_of(failed), "publication-failed");
    EXPECT_TRUE(failed.headers.find("Retry-After").has_value());
    EXPECT_EQ(rows(), before);
    EXPECT_EQ(body_of(api_.get("/main/deb/dists/dev/InRelease")), served);
    EXPECT_EQ(ready.status, 503U);
    EXPECT_EQ(code_of(ready), "not-ready");
    EXPECT_THAT(member(ready, "detail"), HasSubstr("the last publication failed"));
    EXPECT_EQ(api_.get("/readyz").status, 200U);

    api_.mend_gpg();
    EXPECT_EQ(api_.upload("new.deb", a_deb("new").build()).status, 201U);
    EXPECT_EQ(api_.get("/readyz?for=uploads").status, 200U);
}

TEST_P(FailedPublication, OfAnRpmThatCannotBeSignedLeavesNothing) {
    const auto before = api_.stored();
    api_.break_gpg(GetParam().script);

    const auto failed = api_.upload("new.rpm", an_rpm("new").bytes());

    EXPECT_EQ(failed.status, 503U) << body_of(failed);
    EXPECT_EQ(code_of(failed), "publication-failed");
    EXPECT_EQ(api_.stored(), before);
}

TEST_F(FailedKey, OfAnotherKeyKeepsTheKeyring) {
    const auto keys = body_of(api_.get(main_url + "/keys"));
    api_.break_gpg(gpg_fails);

    const auto failed = api_.post(main_url + "/keys/rotate?force=true", R"({"algorithm":"ed25519"})");

    EXPECT_EQ(failed.status, 503U) << body_of(failed);
    EXPECT_EQ(code_of(failed), "publication-failed");
    EXPECT_EQ(body_of(api_.get(main_url + "/keys")), keys);
}

TEST_F(FailedKey, OfANewRepositoryLeavesNone) {
    api_.break_gpg(gpg_fails);

    const auto failed = api_.put("/api/v1/repositories/other", "{}");

    EXPECT_EQ(failed.status, 503U) << body_of(failed);
    EXPECT_EQ(api_.get("/api/v1/repositories/other").status, 404U);
    api_.mend_gpg();
    EXPECT_EQ(api_.put("/api/v1/repositories/other", "{}").status, 201U);
}

INSTANTIATE_TEST_SUITE_P(Where, FailedPublication,
                         ::testing::Values(BrokenGpg{"GpgFails", gpg_fails}, BrokenGpg{"GpgHangs", gpg_hangs}),
                         [](const auto& row) { return row.param.because; });

}  // namespace
}  // namespace slipway::api
