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
        index_.key.kind = Document::packages;
        index_.blocks = {MUST(index::blocks_of(nodes_, list())).front().hash};
        put(Document::packages, {"Package: a\n\n", "Package: b\nVersion: 2\n\n"});
    }

    static index::Entry an_entry(const std::string& name, const std::string& version = "1") {
        return {{name, version, "all", sha256_of(name)}, 800};
    }

    index::Root list() {
        return nodes_.edit(index::VersionOrder::deb, std::nullopt, {{an_entry("a"), an_entry("b")}, {}}).root;
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

    /// The texts of a piece; none if it is unknown.
    std::vector<std::string> texts_of(const std::vector<index::Entry>& piece) {
        const auto known = MUST(KnownTexts::read(nodes_, *store_, index_, {0, 1}));
        std::vector<std::string> texts(index_.files.size());
        return known.append(texts, piece) ? texts : std::vector<std::string>();
    }

    std::unique_ptr<storage::SegmentStore> open() { return MUST(storage::FileSegmentStore::open(files_, "/data")); }

    testing::MemoryNodes nodes_;
    testing::MemoryFileSystem files_;
    std::unique_ptr<storage::SegmentStore> store_ = open();
    RenderedIndex index_;
};

TEST_F(KnownTextsOfABlock, AreTheStanzasOfItsPackages) {
    EXPECT_THAT(texts_of({an_entry("a")}), ElementsAre("Package: a\n\n"));
    EXPECT_THAT(texts_of({an_entry("b")}), ElementsAre("Package: b\nVersion: 2\n\n"));
    EXPECT_THAT(texts_of({an_entry("c")}), ElementsAre());
}

TEST_F(KnownTextsOfABlock, AreTheElementsOfEveryDocument) {
    index_.key.kind = Document::primary;
    index_.files.clear();
    put(Document::primary, {"<package>\n  <name>a</name>\n</package>\n", "<package>b</package>\n"});
    put(Document::filelists, {"<package>\n</package>\n", "<package>\n  <file>/b</file>\n</package>\n"});

    EXPECT_THAT(texts_of({an_entry("b")}),
                ElementsAre("<package>b</package>\n", "<package>\n  <file>/b</file>\n</package>\n"));
}

TEST_F(KnownTextsOfABlock, AreUnknownWhereTheStoredTextWasDamaged) {
    index_.files.front().segments.front().info.text_crc32 ^= 1;

    EXPECT_THAT(texts_of({an_entry("a")}), ElementsAre());
}

TEST_F(KnownTextsOfABlock, AreUnknownWhereTheTextIsNotOfSoManyPackages) {
    index_.files.clear();
    put(Document::packages, {"Package: a\n\n"});

    EXPECT_THAT(texts_of({an_entry("a")}), ElementsAre());
}

TEST_F(KnownTextsOfABlock, AreUnknownOfAPieceThatHasOtherEntries) {
    EXPECT_THAT(texts_of({an_entry("a", "2")}), ElementsAre());
    EXPECT_THAT(texts_of({an_entry("a"), an_entry("b")}), ElementsAre());
}

}  // namespace
}  // namespace slipway::publishing
