#pragma once

#include "publishing/fsck/checker.hpp"
#include "storage/blobs/blob_layout.hpp"
#include "storage/catalog/sqlite.hpp"
#include "storage/segments/file_segment_store.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"

#include <filesystem>
#include <fstream>

namespace slipway::testing {

/// A data directory with a published deb that tests may damage.
class StoreFixture : public ::testing::Test {
protected:
    static constexpr std::chrono::seconds kept = std::chrono::hours{24 * 7};

    StoreFixture() {
        slipway_.create_main({"dev", "stable"});
        MUST(slipway_.upload("stable", "hello.deb", bytes_));
        slipway_.wait_for_release_signature("stable");
    }

    storage::Findings check() {
        const auto segments = reopened_segments();
        return MUST(publishing::check_store({slipway_.catalog(), slipway_.blobs(), *segments}));
    }
    storage::Findings repair() {
        const auto segments = reopened_segments();
        return MUST(
            publishing::repair_store({slipway_.catalog(), slipway_.blobs(), *segments}, slipway_.clock().now(), kept));
    }
    /// As another process sees them: the publisher's own store keeps packs open that are deleted.
    std::unique_ptr<storage::SegmentStore> reopened_segments() {
        return MUST(storage::FileSegmentStore::open(files_, slipway_.directory()));
    }

    /// Runs SQL behind the catalog's back.
    void run_sql(const std::string& sql) {
        const auto database =
            MUST(storage::SqliteConnection::open(slipway_.directory() / "slipway.db", storage::Access::read_write));
        MUST(database->run_script(sql));
    }
    std::filesystem::path blob_file() { return storage::BlobLayout(slipway_.directory()).path_of(sha256_of(bytes_)); }

    static void flip_a_byte(const std::filesystem::path& file, std::streamoff at) {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekg(at);
        const auto byte = static_cast<char>(stream.get() ^ 1);
        stream.seekp(at);
        stream.put(byte);
    }
    /// "damage blob: …" and so on, one line each.
    static std::string text_of(const storage::Findings& findings) {
        std::string text;
        for (const auto& finding : findings.all()) {
            const bool damage = finding.kind == storage::Finding::Kind::damage;
            text += (damage ? finding.repaired ? "repaired " : "damage " : "leftover ") + finding.check + ": " +
                    finding.message + "\n";
        }
        return text;
    }

    PosixFileSystem files_;
    PublisherFixture slipway_;
    std::string bytes_ = a_deb("hello").version("1.0").build();
};

}  // namespace slipway::testing
