#include "repo-format/yum/repomd.hpp"

#include "tests/support/golden.hpp"

namespace slipway::yum {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Repomd of_all_documents() {
    Repomd repomd{Seconds(std::chrono::seconds(1700000000)), {}, {}};
    for (const Document document : {Document::primary, Document::filelists, Document::other})
        repomd.data.push_back({document, sha256_of(name_of(document)), sha256_of("open"), 1234, 56789, ".gz"});
    return repomd;
}

TEST(Repomd, NamesEveryDocumentWithItsDigests) { EXPECT_GOLDEN("yum/repomd.xml", render(of_all_documents())); }

TEST(Repomd, HintsAtTheNextKey) {
    auto repomd = of_all_documents();
    repomd.key_hints.push_back({"22C07BA534178CD02EFE22AAB88B2FD43DBDC284", Seconds(std::chrono::seconds(0x5847eb1f))});

    EXPECT_THAT(render(repomd), HasSubstr("  <tags>\n    <content>gpg-pubkey-3dbdc284-5847eb1f.asc?fpr="
                                          "22C07BA534178CD02EFE22AAB88B2FD43DBDC284</content>\n  </tags>\n"));
}

TEST(Repomd, WithoutHintsHasNoTags) { EXPECT_THAT(render(of_all_documents()), Not(HasSubstr("tags"))); }

TEST(Repomd, FilesAreNamedByTheirDigest) {
    const RepomdData data{Document::other, Sha256{}, Sha256{}, 1, 1, ".zst"};

    EXPECT_EQ(file_name(data), fmt::format("{:0>64}-other.xml.zst", ""));
}

}  // namespace
}  // namespace slipway::yum
