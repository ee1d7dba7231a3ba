#include "publishing/rendering/known_texts.hpp"

#include "repo-format/index/edit.hpp"
#include "storage/segments/file_segment_store.hpp"
#include "tests/support/memory_file_system.hpp"
#include "tests/support/memory_nodes.hpp"
#include "tests/support/must.hpp"

namespace slipway::publishing {
namespace {

using ::testing::ElementsAre;

/// An index of one block with two packages.
class KnownTextsOfABlock : public ::testing::Test {
protected:
    KnownTextsOfABlock() {
        index_.blocks = {MUST(index::blocks_of(nodes_, list())).front().hash};
        put(Document::packages, {"Package: a\n\n", "Package: b\nVersion: 2\n\n"});
    }

    static Sha256 digest(const char* name) { return sha256_of(name); }

    index::Root list() {
        index::ListEdit edit;
        for (const char* name : {"a", "b"}) edit.add.push_back({{name, "1", "all", digest(name)}, 800});
        return nodes_.edit(index::VersionOrder::deb, std::nullopt, edit).root;
    }

    /// A document of the block as it was once rendered.
    void put(Document document, const std::vector<std::string>& texts) {
        std::string text;
        for (const auto& piece : texts) text += piece;
        const auto segment = MUST(index::render_segment(index::Form::plain, text));
        auto& file = index_.files.emplace_back();
        file.output = {document, index::Form::plain};
        file.segments = {{MUST(store_->append(std::vector{segment.bytes})).front(), segment.info}};
    }

    /// The texts of a package; none if it is unknown.
    std::vector<std::string> texts_of(const char* name) {
        const auto known = MUST(KnownTexts::read(nodes_, *store_, index_, {0, 1}));
        std::vector<std::string> texts(index_.files.size());
        return known.append(texts, digest(name)) ? texts : std::vector<std::string>();
    }

    std::unique_ptr<storage::SegmentStore> open() { return MUST(storage::FileSegmentStore::open(files_, "/data")); }

    testing::MemoryNodes nodes_;
    testing::MemoryFileSystem files_;
    std::unique_ptr<storage::SegmentStore> store_ = open();
    RenderedIndex index_;
};

TEST_F(KnownTextsOfABlock, AreTheStanzasOfItsPackages) {
    EXPECT_THAT(texts_of("a"), ElementsAre("Package: a\n\n"));
    EXPECT_THAT(texts_of("b"), ElementsAre("Package: b\nVersion: 2\n\n"));
    EXPECT_THAT(texts_of("c"), ElementsAre());
}

TEST_F(KnownTextsOfABlock, AreTheElementsOfEveryDocument) {
    index_.files.clear();
    put(Document::primary, {"<package>\n  <name>a</name>\n</package>\n", "<package>b</package>\n"});
    put(Document::filelists, {"<package>\n</package>\n", "<package>\n  <file>/b</file>\n</package>\n"});

    EXPECT_THAT(texts_of("b"), ElementsAre("<package>b</package>\n", "<package>\n  <file>/b</file>\n</package>\n"));
}

TEST_F(KnownTextsOfABlock, AreUnknownWhereTheStoredTextWasDamaged) {
    index_.files.front().segments.front().info.text_crc32 ^= 1;

    EXPECT_THAT(texts_of("a"), ElementsAre());
}

TEST_F(KnownTextsOfABlock, AreUnknownWhereTheTextIsNotOfSoManyPackages) {
    index_.files.clear();
    put(Document::packages, {"Package: a\n\n"});

    EXPECT_THAT(texts_of("a"), ElementsAre());
}

}  // namespace
}  // namespace slipway::publishing
