#include "storage/catalog/publications.hpp"

#include "storage/catalog/events.hpp"
#include "storage/catalog/segments.hpp"
#include "storage/catalog/sqlite.hpp"
#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::at;
using testing::CatalogTest;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::RowTest;
using ::testing::SizeIs;

class EntryPoints : public RowTest {};
class Events : public CatalogTest {
protected:
    void append(const std::string& action) {
        auto tx = write();
        MUST(append_event(tx, {.time = at(1), .action = action, .actor = "ci (#3)", .details = "{}"}));
        commit(std::move(tx));
    }
    /// What somebody does to the file behind the catalog's back.
    void tamper(const std::string& sql) {
        const auto connection = MUST(SqliteConnection::open(file(), Access::read_write));
        MUST(connection->run_script("DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted;"));
        MUST(connection->run_script(sql));
    }
    std::string missing_head(const AuditHead& head) {
        const auto checked = check_audit_head(read(), head);
        return checked.ok() ? "" : checked.error().message();
    }
    std::string broken_chain() {
        const auto checked = check_event_chain(read());
        return checked.ok() ? "" : checked.error().message();
    }
};

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
    EXPECT_EQ(MUST(expire_index_files(tx, at(30), 100)), 1U);
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
                      RowHarm{"Digest", "sha256 = zeroblob(32)"}, RowHarm{"Size", "size = size + 1"},
                      RowHarm{"List", "list_root = zeroblob(32)"}, RowHarm{"NoList", "list_root = NULL"},
                      RowHarm{"Date", "published_at = published_at + 1"},
                      RowHarm{"Composition", "composition = zeroblob(16)"},
                      RowHarm{"Checksum", "checksum = zeroblob(16)"}),
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

INSTANTIATE_TEST_SUITE_P(
    Column, DamagedSegmentRow,
    ::testing::Values(RowHarm{"Pack", "pack = 4"}, RowHarm{"Offset", "offset = 11"}, RowHarm{"Length", "length = 21"},
                      RowHarm{"TextSize", "text_size = 1"}, RowHarm{"TextCrc32", "text_crc32 = 1"},
                      RowHarm{"UnpaddedSize", "unpadded_size = 1"},
                      RowHarm{"ChecksumOfTheBytes", "checksum = x'00112233445566778899aabbccddeeff'"},
                      RowHarm{"ChecksumOfTheRow", "row_checksum = zeroblob(16)"}),
    [](const auto& row) { return row.param.name; });

TEST_F(IndexFiles, AreForgottenWhereTheirRowsAreDamaged) {
    publish({packages("a"), packages("b", "arm64")}, at(10));
    run_sql("UPDATE index_files SET sha256 = zeroblob(32) WHERE architecture = 'arm64'");

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

TEST_F(Events, FormAChain) {
    append("upload");
    append("remove");

    const auto log = MUST(events(read(), {}));

    ASSERT_THAT(log, SizeIs(2));
    EXPECT_EQ(log[0].previous_hash, Sha256{});
    EXPECT_EQ(log[1].previous_hash, log[0].hash);
    EXPECT_EQ(log[1].id, 2);
    EXPECT_EQ(broken_chain(), "");
}

TEST_F(Events, AreFilteredByRepositoryAndContinuedAfterAnId) {
    append("upload");
    auto tx = write();
    MUST(append_event(tx, {.action = "create", .repository = "main"}));
    commit(std::move(tx));

    EXPECT_EQ(MUST(events(read(), {.repository = "main"})).at(0).id, 2);
    EXPECT_EQ(MUST(events(read(), {.after = 1})).at(0).id, 2);
    EXPECT_THAT(MUST(events(read(), {.limit = 1})), SizeIs(1));
}

TEST_F(Events, CannotBeChangedOrDeletedByMistake) {
    append("upload");

    auto tx = write();

    EXPECT_FALSE(tx.connection().run_script("UPDATE events SET actor = 'x'").ok());
    EXPECT_FALSE(tx.connection().run_script("DELETE FROM events").ok());
}

TEST_F(Events, AChangedEventBreaksTheChainThere) {
    append("upload");
    append("remove");

    tamper("UPDATE events SET actor = 'nobody' WHERE id = 2");

    EXPECT_THAT(broken_chain(), HasSubstr("event 2 does not have the hash of its content"));
}

TEST_F(Events, ATextMovedToItsNeighbourBreaksTheChain) {
    append("upload");

    tamper("UPDATE events SET action = 'uploadci', actor = ' (#3)'");

    EXPECT_THAT(broken_chain(), HasSubstr("event 1 does not have the hash of its content"));
}

TEST_F(Events, AMissingEventBreaksTheChain) {
    append("upload");
    append("remove");
    append("promote");

    tamper("DELETE FROM events WHERE id = 2");

    EXPECT_THAT(broken_chain(), HasSubstr("event 3 does not follow event 1"));
}

TEST_F(Events, HaveAHeadThatStandsForAllBeforeIt) {
    const auto none = MUST(audit_head(read()));
    append("upload");
    const auto first = MUST(audit_head(read()));
    append("remove");

    EXPECT_EQ(none, AuditHead{});
    EXPECT_EQ(first.number, 1);
    EXPECT_EQ(first.hash, MUST(events(read(), {})).at(0).hash);
    for (const auto& head : {none, first, MUST(audit_head(read()))}) EXPECT_EQ(missing_head(head), "");
}

TEST_F(Events, CutOffOrWrittenAnewLackTheirFormerHead) {
    append("upload");
    append("remove");
    const auto head = MUST(audit_head(read()));

    tamper("DELETE FROM events WHERE id = 2");
    EXPECT_EQ(broken_chain(), "") << "the chain alone does not tell";
    EXPECT_THAT(missing_head(head), HasSubstr("the audit log ends with event 1: event 2 was cut off"));

    append("promote");
    EXPECT_EQ(broken_chain(), "");
    EXPECT_THAT(missing_head(head), HasSubstr("instead of " + head.hash.hex() + ": the log was written anew"));
}

TEST_F(Events, AreToldToTheObserverWhenTheyAreDurableAndOnlyThen) {
    std::vector<std::string> told;
    catalog->observe_events([&](const EventRow& event) {
        EXPECT_EQ(MUST(audit_head(read())).number, event.id);
        told.push_back(event.action + " " + std::to_string(event.id));
    });

    append("upload");
    {
        auto given_up = write();
        MUST(append_event(given_up, {.action = "remove"}));
    }
    append("promote");

    EXPECT_THAT(told, ::testing::ElementsAre("upload 1", "promote 2"));
}

TEST(AuditHead, IsReadAsItIsWritten) {
    const AuditHead head{17, sha256_of("x")};

    EXPECT_EQ(MUST(AuditHead::parse(head.render())), head);
    EXPECT_EQ(head.render(), "17:" + sha256_of("x").hex());
    for (const auto* bad : {"", "17", "17:", ":", "17:12", "x:", "-1:"})
        EXPECT_FAULT(AuditHead::parse(bad), Fault::invalid_input);
}

}  // namespace
}  // namespace slipway::storage
