// What fails inside the server is no client's business: whatever operation of the disk fails, and however, no answer
// names a file, a directory or the system's own words.
#include "tests/server/api/test_api.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::api {
namespace {

using testing::a_deb;
using testing::an_rpm;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Every kind of request that touches the disk, in an order in which each can work.
std::vector<Response> all_requests(TestApi& api, const std::string& salt) {
    const auto deb = a_deb("hello").version("1." + salt).build();
    const auto sha256 = sha256_of(deb).hex();
    std::vector<Response> answers;
    answers.push_back(api.upload("hello.deb", deb));
    answers.push_back(api.upload("hello.rpm", an_rpm("hello").version("1." + salt).bytes()));
    answers.push_back(api.post(dev_url + "/packages",
                               a_form().file("package", "a.deb", a_deb("form").version("1." + salt).build()).body(),
                               form_fields));
    answers.push_back(api.post(main_url + "/promotions", R"({"from":"dev","to":"stable"})"));
    answers.push_back(api.get("/main/deb/snapshots/r1/dists/dev/InRelease"));
    answers.push_back(api.get("/main/deb/dists/dev/InRelease"));
    answers.push_back(api.get("/main/rpm/dev/x86_64/repodata/repomd.xml"));
    answers.push_back(api.get("/readyz?for=uploads"));
    answers.push_back(api.get(main_url + "/packages/" + sha256));
    answers.push_back(api.del(dev_url + "/packages/" + sha256));
    answers.push_back(api.post(main_url + "/packages/" + sha256 + "/purge", R"({"reason":"r"})"));
    return answers;
}

class UntoldPaths : public ::testing::TestWithParam<Fault> {};

TEST_P(UntoldPaths, StayOutOfEveryAnswer) {
    TestApi api;
    api.make_main();
    std::size_t failed = 0;
    for (std::size_t step = static_cast<std::size_t>(GetParam()) % 9; step < 2000; step += 9) {
        api.disk().arm(step, GetParam());
        for (const auto& answer : all_requests(api, std::to_string(step))) {
            const auto body = body_of(answer);
            EXPECT_THAT(body, Not(AnyOf(HasSubstr("/the/data"), HasSubstr("injected"), HasSubstr("/tmp/"),
                                        HasSubstr("slipway-test-"))))
                << step;
            if (answer.status >= 500) ++failed;
        }
        const bool sprung = api.disk().sprung();
        api.disk().disarm();
        if (!sprung) {
            EXPECT_GE(failed, 5U) << "hardly an operation was hit whose failure is told";
            return;
        }
    }
    ADD_FAILURE() << "these requests have more than 2000 operations";
}
INSTANTIATE_TEST_SUITE_P(AfterA, UntoldPaths, ::testing::Values(Fault::io, Fault::storage_full, Fault::corrupt),
                         [](const auto& row) {
                             return std::string(row.param == Fault::storage_full ? "FullDisk"
                                                : row.param == Fault::io         ? "FailingDisk"
                                                                                 : "RottenDisk");
                         });

}  // namespace
}  // namespace slipway::api
