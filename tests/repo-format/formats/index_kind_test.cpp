// The kinds of index that formats have, by the contract of all kinds, and what only one of them does.
#include "repo-format/formats/index_kind.hpp"

#include "repo-format/formats/package_format.hpp"
#include "tests/contracts/index_kind_contract.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

namespace slipway::testing {
namespace {

struct Packages {
    static const formats::IndexKind& kind() { return formats::of(Format::deb).package_list(); }
    static DescribedPackage package() { return described(formats::of(Format::deb), a_deb("hello").build()); }
};
struct Primary {
    static const formats::IndexKind& kind() { return formats::of(Format::rpm).package_list(); }
    static DescribedPackage package() { return described(formats::of(Format::rpm), an_rpm("hello").bytes()); }
};
INSTANTIATE_TYPED_TEST_SUITE_P(Packages, IndexKindContract, Packages);
INSTANTIATE_TYPED_TEST_SUITE_P(Primary, IndexKindContract, Primary);

}  // namespace
}  // namespace slipway::testing

namespace slipway::formats {
namespace {

using ::testing::ElementsAre;

const IndexKind& packages() { return of(Format::deb).package_list(); }
const IndexKind& yum_primary() { return of(Format::rpm).package_list(); }

testing::DescribedPackage hello() { return testing::described(of(Format::deb), testing::a_deb("hello").build()); }

TEST(IndexKinds, HaveDocumentsThatNoOtherHas) {
    std::set<Document> documents;
    std::size_t count = 0;
    for (const auto* format : all())
        for (const auto* kind : format->kinds()) {
            documents.insert(kind->traits().documents.begin(), kind->traits().documents.end());
            count += kind->traits().documents.size();
        }

    EXPECT_EQ(documents.size(), count);
    EXPECT_EQ(count, Words<Document>::names.size());
}

TEST(IndexKinds, OfAFormatBeginWithTheListOfItsPackages) {
    for (const auto* format : all()) {
        EXPECT_TRUE(format->package_list().traits().lists_packages);
        for (const auto* kind : format->following_kinds()) EXPECT_FALSE(kind->traits().lists_packages);
    }
}

TEST(IndexKinds, AreNoneForAnUnknownVariant) {
    EXPECT_EQ(find_kind(Document::packages, "0/main"), nullptr);
    EXPECT_EQ(find_kind(Document::primary, "0"), nullptr);
    EXPECT_EQ(find_kind(Document::filelists), nullptr) << "a document, and no kind";
}

TEST(PackageList, HasAPackageByItsIdentityAndItsWeight) {
    const auto package = hello();

    const auto entries = packages().entries(package.view());

    const index::EntryKey key{"hello", "1.0", "amd64", package.bytes.sha256};
    EXPECT_THAT(entries, ElementsAre(index::Entry{key, package.description.weight}));
}

TEST(PackageList, NeedsATextForEachDocumentAndDoesNotMindOthers) {
    EXPECT_FALSE(yum_primary().is_enough(std::vector<std::string>(2)));
    EXPECT_TRUE(yum_primary().is_enough(std::vector<std::string>(3)));
    EXPECT_TRUE(packages().is_enough(std::vector<std::string>(2)));
}

TEST(PackageList, ListsPackagesForEveryMachineInAnIndexOfItsOwnToo) {
    EXPECT_THAT(packages().indexes({"amd64", "arm64"}), ElementsAre("amd64", "arm64", "all"));
    EXPECT_THAT(packages().listing_indexes({"amd64", "arm64"}, "all"), ElementsAre("amd64", "arm64", "all"));
    EXPECT_THAT(packages().listing_indexes({"amd64", "i386"}, "i386"), ElementsAre("i386"));
    EXPECT_THAT(yum_primary().indexes({"x86_64"}), ElementsAre("x86_64", "noarch"));
    EXPECT_THAT(yum_primary().listing_indexes({"x86_64", "source"}, "noarch"), ElementsAre("x86_64", "noarch"));
    EXPECT_THAT(yum_primary().listing_indexes({"x86_64", "aarch64"}, "i686"), ElementsAre("i386", "x86_64"));
}

TEST(AptPackages, AreTheSameBesideOneAnotherButForTheComponentInThePool) {
    const auto package = hello();
    const auto entries = packages().entries(package.view());
    const std::vector<PackageView> views{package.view()};
    std::vector<std::string> main(1), extra(1);

    packages().append_piece(main, "main", entries, views);
    packages().append_piece(extra, "extra", entries, views);

    EXPECT_THAT(main[0], ::testing::HasSubstr("\nFilename: pool/main/h/hello/"));
    EXPECT_THAT(extra[0], ::testing::HasSubstr("\nFilename: pool/extra/h/hello/"));
    EXPECT_NE(packages().variant("main"), packages().variant("extra"));
}

TEST(AptPackages, LieBesideTheirArchitecture) {
    EXPECT_EQ(packages().path({"main", "amd64", {Document::packages, Form::xz}, {}}), "main/binary-amd64/Packages.xz");
}

TEST(YumPrimary, LiesInRepodataUnderItsDigest) {
    const auto digest = sha256_of("a file");

    EXPECT_EQ(yum_primary().path({"", "x86_64", {Document::other, Form::zstd}, digest}),
              "x86_64/repodata/" + digest.hex() + "-other.xml.zst");
}

}  // namespace
}  // namespace slipway::formats
