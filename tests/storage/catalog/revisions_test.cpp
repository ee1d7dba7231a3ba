#include "storage/catalog/revisions.hpp"

#include "tests/storage/catalog/catalog_fixture.hpp"

namespace slipway::storage {
namespace {

using testing::a_revision;
using testing::at;
using testing::RowTest;

class Revisions : public RowTest {};

TEST_F(Revisions, TheNewestIsTheHead) {
    auto tx = write();
    MUST(insert_revision(tx, a_revision(channel, distro, 1)));
    MUST(insert_revision(tx, a_revision(channel, distro, 2)));

    const auto head = MUST(head_revision(tx, channel));

    EXPECT_EQ(head->number, 2);
    EXPECT_EQ(head->lists, a_revision(channel, distro, 2).lists);
    EXPECT_EQ(head->changes.at(0).actor, "ci (#3)");
    EXPECT_EQ(head->changes.at(1).removed, 1U);
    EXPECT_EQ(MUST(find_revision(tx, channel, 1))->number, 1);
    EXPECT_EQ(MUST(revisions_before(tx, channel, 2, 10)).size(), 1U);
}

TEST_F(Revisions, HaveAListOfEachKindForOnePlace) {
    auto revision = a_revision(channel, distro, 1);
    revision.lists.push_back(revision.lists.front());
    revision.lists.back().index.kind = Document::filelists;
    auto tx = write();

    MUST(insert_revision(tx, revision));

    EXPECT_THAT(MUST(find_revision(tx, channel, 1))->lists, ::testing::UnorderedElementsAreArray(revision.lists));
}

TEST_F(Revisions, ANumberIsGivenOnce) {
    auto tx = write();
    MUST(insert_revision(tx, a_revision(channel, distro, 1)));

    EXPECT_FAULT(insert_revision(tx, a_revision(channel, distro, 1)), Fault::conflict);
}

TEST_F(Revisions, NodesAreKeptByHash) {
    auto tx = write();
    MUST(insert_node(tx, sha256_of("n"), std::string("\0n", 2)));
    MUST(insert_node(tx, sha256_of("n"), std::string("\0n", 2)));
    EXPECT_EQ(MUST(find_node(tx, sha256_of("n"))), std::string("\0n", 2));

    MUST(delete_node(tx, sha256_of("n")));

    EXPECT_EQ(MUST(find_node(tx, sha256_of("n"))), std::nullopt);
}

TEST_F(Revisions, NodesAreFoundTogether) {
    auto tx = write();
    std::vector<Sha256> hashes = {sha256_of("unknown")};
    for (const auto* bytes : {"a", "b", "c", "d", "e"}) {
        MUST(insert_node(tx, sha256_of(bytes), bytes));
        hashes.push_back(sha256_of(bytes));
    }

    const auto found = MUST(find_nodes(tx, hashes));

    EXPECT_EQ(found.size(), 5U);
    EXPECT_EQ(found.at(sha256_of("e")), "e");
    EXPECT_EQ(MUST(find_nodes(tx, std::span(hashes).first(2))).at(sha256_of("a")), "a");
}

}  // namespace
}  // namespace slipway::storage
