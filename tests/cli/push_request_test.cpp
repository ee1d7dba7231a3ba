#include "cli/push_request.hpp"

#include "base/digest.hpp"
#include "cli/exit_codes.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temp_dir.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

using ::testing::Contains;
using ::testing::Pair;
using ::testing::SizeIs;

class PushTest : public ::testing::Test {
protected:
    /// A push to main/dev of these arguments.
    Push push(const std::vector<std::string>& files) {
        Push push;
        push.to = {"main", "dev"};
        for (const auto& file : files) push.files.push_back(NamedFile::parse(file));
        return push;
    }
    std::string file(const std::string& name, const std::string& content) {
        return directory_.write(name, content).string();
    }

    slipway::testing::TempDir directory_;
};

TEST_F(PushTest, OfOneFileNamesItInTheUrlAndItsDigestInTheHead) {
    const auto request = MUST(push_request(push({file("g++_1.0~a_all.deb", "bytes")})));

    EXPECT_EQ(request.method, Method::put);
    EXPECT_EQ(request.target, "/api/v1/repositories/main/channels/dev/packages/g%2B%2B_1.0~a_all.deb");
    EXPECT_THAT(request.headers, Contains(Pair("X-Checksum-Sha256", sha256_of("bytes").hex())));
    ASSERT_THAT(request.files, SizeIs(1));
    EXPECT_EQ(request.files[0].size, 5U);
    EXPECT_EQ(request.repeat, Repeat::harmless);
}

TEST_F(PushTest, OfOneFileNamesItsTargetInTheQuery) {
    const auto request = MUST(push_request(push({"bookworm/contrib=" + file("a.deb", "a")})));

    EXPECT_EQ(request.target,
              "/api/v1/repositories/main/channels/dev/packages/a.deb?distro=bookworm&component=contrib");
}

TEST_F(PushTest, OfSeveralFilesIsOneForm) {
    const auto request = MUST(push_request(push({file("a.deb", "a"), "el9=" + file("b.rpm", "b")})));

    EXPECT_EQ(request.method, Method::post);
    EXPECT_EQ(request.target, "/api/v1/repositories/main/channels/dev/packages");
    ASSERT_THAT(request.files, SizeIs(2));
    EXPECT_EQ(request.files[0].field, "package");
    EXPECT_EQ(request.files[0].sha256, sha256_of("a").hex());
    EXPECT_EQ(request.files[1].field, "el9");
    EXPECT_EQ(request.files[1].name, "b.rpm");
}

TEST_F(PushTest, SendsDistroComponentAndProvenanceForAll) {
    auto several = push({file("a.deb", "a"), file("b.deb", "b")});
    several.distro = "bookworm,trixie";
    several.component = "main";
    several.provenance.commit = "0123abcd";

    const auto request = MUST(push_request(several));

    EXPECT_EQ(request.target,
              "/api/v1/repositories/main/channels/dev/packages?distro=bookworm%2Ctrixie&component=main");
    EXPECT_THAT(request.headers, Contains(Pair("Slipway-Source-Commit", "0123abcd")));
}

TEST_F(PushTest, OfAMissingFileFailsBeforeAnythingIsSent) {
    const auto request = push_request(push({file("a.deb", "a"), (directory_.path() / "b.deb").string()}));

    EXPECT_FAULT(request, Fault::not_found);
    EXPECT_EQ(exit_code_of(request.error()), exit_code::no_input);
}

TEST_F(PushTest, OfADirectoryIsAMistake) {
    EXPECT_EQ(exit_code_of(push_request(push({directory_.path().string()})).error()), exit_code::usage);
}

TEST_F(PushTest, HashesFilesLargerThanItsBuffer) {
    const std::string large(1'000'000, 'x');

    EXPECT_EQ(MUST(push_request(push({file("a.deb", large)}))).files[0].sha256, sha256_of(large).hex());
}

}  // namespace
}  // namespace slipway::cli
