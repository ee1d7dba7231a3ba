#include "publishing/access/access.hpp"

#include "tests/support/must.hpp"

namespace slipway::publishing {
namespace {

TEST(Scope, ParseAndRenderAreInverses) {
    for (const char* text :
         {"read:main", "upload:main", "upload:main/branch-*", "promote:*/stable", "admin:*", "admin:m*"})
        EXPECT_EQ(MUST(Scope::parse(text)).render(), text);
}

TEST(Scope, RefusesEverythingElse) {
    for (const char* text : {"", "read", "read:", "write:main", "read:main/dev", "admin:main/dev", "upload:main/",
                             "upload:*a", "upload:Main", "upload:main/a/b", "upload: main"})
        EXPECT_FAULT(Scope::parse(text), Fault::invalid_input);
}

TEST(Decide, ReadingPublicRepositoriesNeedsNoToken) {
    const Action read{Action::Kind::read_repository, "main", ""};

    EXPECT_TRUE(decide(std::nullopt, read, true).ok());
    EXPECT_FAULT(decide(std::nullopt, read, false), Fault::unauthenticated);
}

TEST(Decide, NamesTheMissingScope) {
    const std::vector scopes = {MUST(Scope::parse("upload:main/dev"))};

    const auto decision = decide(scopes, {Action::Kind::upload, "main", "stable"}, true);

    EXPECT_FAULT(decision, Fault::forbidden);
    EXPECT_THAT(decision.error().message(), testing::HasSubstr("upload:main/stable"));
}

}  // namespace
}  // namespace slipway::publishing
