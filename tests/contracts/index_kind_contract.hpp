#pragma once

#include "base/stream.hpp"
#include "repo-format/formats/package_format.hpp"
#include "repo-format/index/entry.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::testing {

/// A package as the catalog has it.
struct DescribedPackage {
    formats::Identity identity;
    formats::Description description;
    formats::ServedBytes bytes;

    formats::PackageView view() const {
        return {identity.name,         identity.version,
                identity.architecture, {description.source, description.file_name, bytes},
                description.weight,    description.documents};
    }
};

inline DescribedPackage described(const formats::PackageFormat& format, const std::string& file) {
    const MemoryBytes bytes(file);
    const auto package = MUST(format.read(bytes, formats::Depth::headers));
    DescribedPackage made{package->identity(), {}, {sha256_of(file), file.size()}};
    made.description = package->describe(made.bytes);
    return made;
}

/// What every IndexKind promises. A `Case` has the static functions `kind()` and `package()`, of which lists of the
/// kind have something. Instantiate with INSTANTIATE_TYPED_TEST_SUITE_P(Name, IndexKindContract, Case).
template <class Case>
class IndexKindContract : public ::testing::Test {
protected:
    /// What a list has of the package, in order.
    std::vector<index::Entry> entries() const {
        auto entries = kind_.entries(package_.view());
        std::ranges::sort(entries, [&](const index::Entry& a, const index::Entry& b) {
            return index::compare(kind_.traits().order, a.key, b.key) < 0;
        });
        return entries;
    }
    /// Appends the piece that the first entries are.
    void append_piece(std::vector<std::string>& texts) const {
        const auto all = entries();
        const auto piece = index::first_piece(kind_.traits().order, all);
        std::vector<formats::PackageView> packages;
        if (kind_.traits().texts_need_packages) packages.assign(piece.size(), package_.view());
        kind_.append_piece(texts, "main", piece, packages);
    }
    std::size_t documents() const { return kind_.traits().documents.size(); }

    const formats::IndexKind& kind_ = Case::kind();
    const DescribedPackage package_ = Case::package();
};

TYPED_TEST_SUITE_P(IndexKindContract);

TYPED_TEST_P(IndexKindContract, IsFoundByItsNameAndByWhatItRenders) {
    const auto variant = this->kind_.variant("main");

    EXPECT_EQ(formats::find_kind(this->kind_.name()), &this->kind_);
    for (const auto document : this->kind_.traits().documents)
        EXPECT_EQ(formats::find_kind(document, variant), &this->kind_) << name_of(document);
}

TYPED_TEST_P(IndexKindContract, KnowsTheComponentOfAVariant) {
    const auto variant = this->kind_.variant("main");
    const auto component = this->kind_.component_of(variant);

    EXPECT_EQ(this->kind_.variant(component), variant);
    EXPECT_THAT(component, ::testing::AnyOf("main", ""));
}

TYPED_TEST_P(IndexKindContract, OffersEachDocumentInPlainFormAndInOthers) {
    std::vector<Document> plain;
    std::set<Document> packed;
    for (const auto& [document, form] : this->kind_.outputs(Compression::none))
        if (form == Form::plain)
            plain.push_back(document);
        else
            packed.insert(document);

    EXPECT_TRUE(std::ranges::equal(plain, this->kind_.traits().documents));
    EXPECT_EQ(packed.size(), this->documents());
}

TYPED_TEST_P(IndexKindContract, ListsAPackageWhereItHasIndexes) {
    const std::string architecture(this->package_.identity.architecture);
    const auto indexes = this->kind_.indexes({architecture});

    const auto listing = this->kind_.listing_indexes({architecture}, architecture);

    EXPECT_FALSE(listing.empty());
    for (const auto& index : listing) EXPECT_THAT(indexes, ::testing::Contains(index));
}

TYPED_TEST_P(IndexKindContract, HasEntriesOfAPackageThatNameIt) {
    const auto entries = this->entries();

    ASSERT_FALSE(entries.empty());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        EXPECT_EQ(entries[i].key.sha256, this->package_.bytes.sha256);
        EXPECT_NE(entries[i].key.name, "");
        EXPECT_GT(entries[i].weight, 0U);
        if (i > 0) {
            EXPECT_NE(entries[i - 1].key, entries[i].key);
        }
    }
    if (this->kind_.traits().lists_packages) {
        EXPECT_EQ(entries.size(), 1U);
    }
    EXPECT_EQ(this->entries(), entries) << "the same whenever it is asked";
}

TYPED_TEST_P(IndexKindContract, SaysWhetherAPackageHasTheTextsThatItNeeds) {
    EXPECT_TRUE(this->kind_.is_enough(this->package_.description.documents));
    EXPECT_FALSE(this->kind_.is_enough({}));
}

TYPED_TEST_P(IndexKindContract, EndsEachPieceAsItSaysAndNowhereElse) {
    std::vector<std::string> texts(this->documents());
    const auto mark = this->kind_.traits().end_of_text;

    this->append_piece(texts);

    for (const auto& text : texts) EXPECT_EQ(text.find(mark), text.size() - mark.size()) << text;
}

TYPED_TEST_P(IndexKindContract, AppendsBehindWhatIsThere) {
    std::vector<std::string> alone(this->documents());
    std::vector<std::string> behind(this->documents(), "before");

    this->append_piece(alone);
    this->append_piece(behind);

    for (std::size_t i = 0; i < alone.size(); ++i) EXPECT_EQ(behind[i], "before" + alone[i]);
}

TYPED_TEST_P(IndexKindContract, GivesEveryFileAPlaceOfItsOwn) {
    const auto outputs = this->kind_.outputs(Compression::none);
    std::set<std::string> paths;
    for (const auto& output : outputs)
        paths.insert(this->kind_.path({"main", this->package_.identity.architecture, output, sha256_of("a file")}));

    EXPECT_EQ(paths.size(), outputs.size());
    for (const auto& path : paths) EXPECT_NE(path.front(), '/');
}

REGISTER_TYPED_TEST_SUITE_P(IndexKindContract, IsFoundByItsNameAndByWhatItRenders, KnowsTheComponentOfAVariant,
                            OffersEachDocumentInPlainFormAndInOthers, ListsAPackageWhereItHasIndexes,
                            HasEntriesOfAPackageThatNameIt, SaysWhetherAPackageHasTheTextsThatItNeeds,
                            EndsEachPieceAsItSaysAndNowhereElse, AppendsBehindWhatIsThere,
                            GivesEveryFileAPlaceOfItsOwn);

}  // namespace slipway::testing
