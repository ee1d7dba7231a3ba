#include "cli/channel_ref.hpp"

#include "tests/support/must.hpp"

#include <gmock/gmock.h>

namespace slipway::cli {
namespace {

TEST(ChannelRef, IsARepositoryAndAChannel) {
    const auto ref = MUST(ChannelRef::parse("main/dev"));

    EXPECT_EQ(ref.repository, "main");
    EXPECT_EQ(ref.channel, "dev");
    EXPECT_EQ(ref.text(), "main/dev");
}

TEST(ChannelRef, IsNothingElse) {
    for (const auto* text : {"", "main", "/dev", "main/", "main/dev/x", "/"})
        EXPECT_FAULT(ChannelRef::parse(text), Fault::invalid_input);
}

TEST(AnotherChannel, MayBeNamedWithoutItsRepository) {
    EXPECT_EQ(MUST(parse_channel_of("main", "stable")), "stable");
    EXPECT_EQ(MUST(parse_channel_of("main", "main/stable")), "stable");
    EXPECT_FAULT(parse_channel_of("main", "other/stable"), Fault::invalid_input);
    EXPECT_FAULT(parse_channel_of("main", ""), Fault::invalid_input);
}

struct Named {
    const char* name;
    const char* text;
    NamedFile file;
};
class FileArgument : public ::testing::TestWithParam<Named> {};

TEST_P(FileArgument, IsATargetAndAPath) { EXPECT_EQ(NamedFile::parse(GetParam().text), GetParam().file); }

INSTANTIATE_TEST_SUITE_P(
    , FileArgument,
    ::testing::Values(Named{"File", "hello.deb", {"", "hello.deb"}},
                      Named{"FileInAFolder", "out/a.deb", {"", "out/a.deb"}},
                      Named{"Distro", "bookworm=a.deb", {"bookworm", "a.deb"}},
                      Named{"DistroAndComponent", "bookworm/main=/x/a.deb", {"bookworm/main", "/x/a.deb"}},
                      Named{"OnlyTheFirstEqualsSignCounts", "el9=a=b.rpm", {"el9", "a=b.rpm"}},
                      Named{"EqualsSignInAFileName", "./a=b.deb", {"", "./a=b.deb"}},
                      Named{"EqualsSignBelowRoot", "/a=b.deb", {"", "/a=b.deb"}},
                      Named{"NoName", "=a.deb", {"", "=a.deb"}},
                      Named{"TooManyParts", "a/b/c=d.deb", {"", "a/b/c=d.deb"}}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace slipway::cli
