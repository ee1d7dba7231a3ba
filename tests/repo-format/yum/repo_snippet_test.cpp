#include "repo-format/yum/repo_snippet.hpp"

#include "tests/support/golden.hpp"

namespace slipway::yum {
namespace {

RepoSnippet of_signed_packages() {
    return {"acme",
            "el9",
            "stable",
            "https://repo.example/acme/el9/stable/$basearch/",
            "https://repo.example/acme/el9/stable/source/",
            "https://repo.example/acme/rpm-keys.asc",
            true};
}

TEST(RepoSnippet, ChecksPackagesAndIndex) { EXPECT_GOLDEN("yum/acme-el9-stable.repo", render(of_signed_packages())); }

TEST(RepoSnippet, SaysWhyUnsignedPackagesAreNotChecked) {
    auto snippet = of_signed_packages();
    snippet.packages_are_signed = false;

    EXPECT_GOLDEN("yum/unsigned-packages.repo", render(snippet));
}

}  // namespace
}  // namespace slipway::yum
