#include "storage/catalog/publications.hpp"

#include "storage/catalog/connection.hpp"
#include "storage/catalog/segments.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::at;
using ::testing::IsEmpty;
using testing::RowTest;
using ::testing::SizeIs;

class EntryPoints : public RowTest {};

class IndexFiles : public RowTest {
protected:
    void run_sql(const std::string& sql) {
        auto tx = write();
        MUST(tx.connection().run_script(sql));
        commit(std::move(tx));
    }
    IndexFileRow packages(const std::string& content, const std::string& architecture = "amd64") const {
        IndexFileRow row;
        row.channel = channel;
        row.index = {distro, Document::packages, "main", architecture};
        row.document = Document::packages;
        row.form = Form::xz;
        row.sha256 = sha256_of(content);
        row.list_root = sha256_of("root of " + content);
        return row;
    }
    void publish(const std::vector<IndexFileRow>& files, Seconds now) {
        auto tx = write();
        MUST(replace_index_files(tx, files, now));
        commit(std::move(tx));
    }
    std::optional<IndexFileRow> find(const std::string& content) {
        return MUST(find_index_file(read(), distro, channel, sha256_of(content)));
    }
};

TEST_F(IndexFiles, ReplacedOnesStayWithTheTimeOfTheirReplacement) {
    publish({packages("old")}, at(10));

    publish({packages("new")}, at(20));

    EXPECT_EQ(find("old")->replaced_at, at(20));
    EXPECT_EQ(find("new")->replaced_at, std::nullopt);
    EXPECT_THAT(MUST(current_index_files(read(), channel)), SizeIs(1));
}

TEST_F(IndexFiles, AnUnchangedOneStaysCurrent) {
    publish({packages("same")}, at(10));

    publish({packages("same")}, at(20));

    EXPECT_EQ(find("same")->replaced_at, std::nullopt);
}

TEST_F(IndexFiles, OneThatWasReplacedEarlierBecomesCurrentAgain) {
    publish({packages("first")}, at(10));
    publish({packages("second")}, at(20));

    publish({packages("first")}, at(30));

    EXPECT_EQ(find("first")->replaced_at, std::nullopt);
    EXPECT_EQ(find("second")->replaced_at, at(30));
}

TEST_F(IndexFiles, OtherListsAreNotTouched) {
    publish({packages("amd64"), packages("arm64", "arm64")}, at(10));

    publish({packages("newer")}, at(20));

    EXPECT_EQ(find("arm64")->replaced_at, std::nullopt);
    EXPECT_THAT(MUST(current_index_files(read(), channel)), SizeIs(2));
}

TEST_F(IndexFiles, OtherKindsAreNotTouched) {
    auto paths = packages("paths");
    paths.index.kind = paths.document = Document::filelists;
    publish({packages("old"), paths}, at(10));

    publish({packages("new")}, at(20));
    EXPECT_EQ(find("paths")->replaced_at, std::nullopt);

    auto tx = write();
    MUST(retire_index_files(tx, channel, paths.index, at(30)));
    commit(std::move(tx));
    EXPECT_EQ(find("paths")->replaced_at, at(30));
    EXPECT_EQ(find("new")->replaced_at, std::nullopt);
}

TEST_F(IndexFiles, TheSameBytesInTwoListsAreFoundWhileOneIsCurrent) {
    publish({packages("empty"), packages("empty", "arm64")}, at(10));

    publish({packages("full")}, at(20));

    EXPECT_EQ(find("empty")->index.architecture, "arm64");
    EXPECT_EQ(find("empty")->replaced_at, std::nullopt);
}

TEST_F(IndexFiles, ExpireForgetsThoseReplacedBeforeALimit) {
    publish({packages("first")}, at(10));
    publish({packages("second")}, at(20));
    publish({packages("third")}, at(30));

    auto tx = write();
    EXPECT_EQ(MUST(drop_replaced_index_files(tx, at(30), 100)), 1U);
    commit(std::move(tx));

    EXPECT_FALSE(find("first").has_value());
    EXPECT_TRUE(find("second").has_value());
    EXPECT_TRUE(find("third").has_value());
}

TEST_F(IndexFiles, AreFoundAgainByWhatTheyAreMadeOf) {
    auto row = packages("text");
    row.composition = checksum_of("its segments");
    publish({row}, at(10));

    EXPECT_EQ(MUST(find_equal_index_file(read(), row))->sha256, sha256_of("text"));
    row.composition = checksum_of("segments of the same size");
    EXPECT_FALSE(MUST(find_equal_index_file(read(), row)).has_value());
    row.composition.reset();
    EXPECT_FALSE(MUST(find_equal_index_file(read(), row)).has_value()) << "nothing is known of older rows";
}

struct RowHarm {
    const char* name;
    const char* sql;
};
class DamagedIndexFileRow : public IndexFiles, public ::testing::WithParamInterface<RowHarm> {};

TEST_P(DamagedIndexFileRow, IsNotTakenForWhatWasStored) {
    auto row = packages("text");
    row.composition = checksum_of("its segments");
    publish({row}, at(10));
    EXPECT_TRUE(MUST(current_index_files(read(), channel)).at(0).is_whole);

    run_sql(std::string("UPDATE index_files SET ") + GetParam().sql);

    EXPECT_FALSE(MUST(current_index_files(read(), channel)).at(0).is_whole);
}

INSTANTIATE_TEST_SUITE_P(
    Column, DamagedIndexFileRow,
    ::testing::Values(RowHarm{"Kind", "kind = 'primary'"}, RowHarm{"Component", "component = 'mein'"},
                      RowHarm{"Architecture", "architecture = 'amd65'"}, RowHarm{"Document", "document = 'Qackages'"},
                      RowHarm{"Form", "form = 'gz'"}, RowHarm{"Variant", "variant = '0'"},
                      RowHarm{"Digest", "sha256 = list_root"}, RowHarm{"Size", "size = size + 1"},
                      RowHarm{"List", "list_root = sha256"}, RowHarm{"NoList", "list_root = NULL"},
                      RowHarm{"Date", "published_at = published_at + 1"},
                      RowHarm{"Composition", "composition = checksum"}, RowHarm{"Checksum", "checksum = composition"}),
    [](const auto& row) { return row.param.name; });

class DamagedSegmentRow : public IndexFiles, public ::testing::WithParamInterface<RowHarm> {};

TEST_P(DamagedSegmentRow, StandsNowhere) {
    SegmentRow row{.block = sha256_of("b"),
                   .document = Document::packages,
                   .form = Form::gzip,
                   .variant = "1",
                   .extent = {3, 10, 20}};
    auto tx = write();
    MUST(insert_segment(tx, row));
    commit(std::move(tx));
    EXPECT_TRUE(MUST(find_segment(read(), row.block, Document::packages, Form::gzip, "1"))->is_whole);

    run_sql(std::string("UPDATE segments SET ") + GetParam().sql);

    const auto damaged = MUST(find_segment(read(), row.block, Document::packages, Form::gzip, "1"));
    EXPECT_FALSE(damaged->is_whole);
    EXPECT_EQ(damaged->extent.pack, Extent::nowhere);
}

INSTANTIATE_TEST_SUITE_P(Column, DamagedSegmentRow,
                         ::testing::Values(RowHarm{"Pack", "pack = 4"}, RowHarm{"Offset", "offset = 11"},
                                           RowHarm{"Length", "length = 21"}, RowHarm{"TextSize", "text_size = 1"},
                                           RowHarm{"TextCrc32", "text_crc32 = 1"},
                                           RowHarm{"UnpaddedSize", "unpadded_size = 1"},
                                           RowHarm{"ChecksumOfTheBytes", "checksum = row_checksum"},
                                           RowHarm{"ChecksumOfTheRow", "row_checksum = checksum"}),
                         [](const auto& row) { return row.param.name; });

TEST_F(IndexFiles, AreForgottenWhereTheirRowsAreDamaged) {
    publish({packages("a"), packages("b", "arm64")}, at(10));
    run_sql("UPDATE index_files SET sha256 = list_root WHERE architecture = 'arm64'");

    auto tx = write();
    const auto forgotten = MUST(forget_damaged_index_files(tx));
    commit(std::move(tx));

    ASSERT_THAT(forgotten, SizeIs(1));
    EXPECT_EQ(forgotten.front().index.architecture, "arm64");
    EXPECT_THAT(MUST(current_index_files(read(), channel)), SizeIs(1));
}

TEST_F(EntryPoints, AreReplacedAndServedByteForByte) {
    EntryPointRow row{.channel = channel, .distro = distro, .generation = 1, .date = at(5), .content = "Release\n"};
    auto tx = write();
    MUST(save_entry_point(tx, row));
    row.generation = 2;
    row.detached = std::string("\x89\0sig", 5);
    MUST(save_entry_point(tx, row));

    const auto saved = MUST(entry_points(tx, channel));

    ASSERT_THAT(saved, SizeIs(1));
    EXPECT_EQ(saved[0].generation, 2);
    EXPECT_EQ(saved[0].content, "Release\n");
    EXPECT_EQ(saved[0].detached, row.detached);
}

TEST_F(EntryPoints, GoWithTheirChannel) {
    auto tx = write();
    MUST(save_entry_point(tx, {.channel = channel, .distro = distro}));

    MUST(delete_channel(tx, channel));

    EXPECT_THAT(MUST(entry_points(tx, channel)), IsEmpty());
}

}  // namespace
}  // namespace slipway::storage
