// Disks lose bits. Whatever is damaged is never signed and never served as if it were whole; what can be made again is.
#include "publishing/rendering/rendered_index.hpp"
#include "publishing/served/tree_building.hpp"
#include "storage/catalog/packages.hpp"
#include "storage/catalog/publications.hpp"
#include "storage/segments/pack_layout.hpp"
#include "tests/publishing/store_fixture.hpp"
#include "tests/support/comes_true.hpp"
#include "tests/support/rpm_builder.hpp"

#include <thread>

namespace slipway::publishing {
namespace {

using testing::a_deb;
using testing::an_rpm;
using testing::comes_true;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Damaged : public slipway::testing::StoreFixture {
protected:
    std::vector<storage::SegmentRow> segments(Form form) {
        std::vector<storage::SegmentRow> rows;
        const auto tx = MUST(slipway_.catalog().read());
        MUST(storage::visit_segments(tx, [&](const storage::SegmentRow& row) {
            if (row.form == form) rows.push_back(row);
        }));
        return rows;
    }
    std::filesystem::path pack_of(const storage::SegmentRow& row) const {
        return storage::PackLayout(slipway_.directory()).path_of(row.extent.pack);
    }
    /// Flips a bit in the middle of every segment of this form.
    void damage(Form form) {
        for (const auto& row : segments(form))
            flip_a_byte(pack_of(row), static_cast<std::streamoff>(row.extent.offset + row.extent.length / 2));
    }
    /// The publisher hears of what turns out to be damaged.
    void read_all() {
        for (const auto form : {Form::plain, Form::gzip, Form::xz})
            for (const auto& row : segments(form))
                [[maybe_unused]] const auto read = slipway_.segments().read(row.extent);
    }
    const PublisherCounters& counters() { return slipway_.publisher().counters(); }
    /// How many index files of stable cannot be served.
    std::size_t unserved() {
        std::size_t count = 0;
        const auto repository = slipway_.repository();
        for (const auto& [path, file] : repository.files.at("deb").at("stable")->files) count += file.damaged ? 1 : 0;
        return count;
    }
    bool is_remembered(const Sha256& index_file) {
        bool found = false;
        const auto tx = MUST(slipway_.catalog().read());
        MUST(storage::visit_index_files(tx,
                                        [&](const storage::IndexFileRow& row) { found |= row.sha256 == index_file; }));
        return found;
    }
    std::string packages() { return slipway_.served("deb", "stable", "main/binary-amd64/Packages.gz"); }

    std::string other_ = a_deb("other").version("1.0").build();
};

TEST_F(Damaged, SegmentsAreNotSignedButRenderedAgain) {
    slipway_.create_repository("second", {"dev"});
    const auto before = packages();
    damage(Form::gzip);
    damage(Form::plain);

    MUST(slipway_.upload("dev", "hello.deb", bytes_));
    MUST(slipway_.upload("stable", "other.deb", other_));

    EXPECT_NE(packages(), before);
    read_all();  // as the scrub does: an index of equal content is published without reading it
    EXPECT_TRUE(comes_true([&] { return text_of(check()).empty(); })) << text_of(check());
    EXPECT_EQ(unserved(), 0U);
}

TEST_F(Damaged, SegmentsThatAreReadAreMendedWithTheSameBytes) {
    const auto before = packages();
    damage(Form::gzip);
    const auto row = segments(Form::gzip).front();

    EXPECT_FAULT(slipway_.segments().read(row.extent), Fault::corrupt);

    EXPECT_TRUE(comes_true([&] { return counters().segments_rendered_again >= 1; }));
    EXPECT_TRUE(comes_true([&] { return unserved() == 0; }));
    EXPECT_EQ(packages(), before);
    EXPECT_EQ(slipway_.segments().damaged(), 0U);
    EXPECT_EQ(text_of(check()), "");
}

TEST_F(Damaged, SegmentsOfAPackThatIsMissingAreRenderedAgainByTheStart) {
    const auto before = packages();
    std::filesystem::remove_all(slipway_.directory() / "segments");

    slipway_.restart();

    EXPECT_TRUE(comes_true([&] { return unserved() == 0 && packages() == before; }));
    read_all();  // as the scrub does: the start reads nothing of what was replaced
    EXPECT_TRUE(comes_true([&] { return text_of(check()).empty(); })) << text_of(check());
}

TEST_F(Damaged, SegmentsOfAPackThatWasCutShortAreRenderedAgainByTheStart) {
    const auto before = packages();
    std::filesystem::resize_file(pack_of(segments(Form::gzip).front()), 0);

    slipway_.restart();

    EXPECT_TRUE(comes_true([&] { return unserved() == 0 && packages() == before; }));
}

TEST_F(Damaged, SegmentsWhosePackagesAreLostAreNotServed) {
    damage(Form::gzip);
    run_sql("DELETE FROM package_texts");

    EXPECT_FAULT(slipway_.segments().read(segments(Form::gzip).front().extent), Fault::corrupt);

    EXPECT_TRUE(comes_true([&] { return counters().segments_lost >= 1; }));
    EXPECT_GE(unserved(), 1U);
    slipway_.restart();
    EXPECT_GE(unserved(), 1U) << "after a restart, too";
    EXPECT_THAT(text_of(check()), HasSubstr("damage segment: "));
}

TEST_F(Damaged, SegmentsThatCannotBeMadeAsTheyWereArePublishedAnew) {
    run_sql(
        "UPDATE segments SET checksum = x'00000000000000000000000000000001', row_checksum = NULL WHERE form = 'gz';"
        "UPDATE index_files SET composition = NULL, checksum = NULL");
    slipway_.restart();
    EXPECT_EQ(counters().publications, 0U);

    EXPECT_FAULT(slipway_.segments().read(segments(Form::gzip).front().extent), Fault::corrupt);

    EXPECT_TRUE(comes_true([&] { return counters().publications >= 1 && unserved() == 0; }));
    EXPECT_EQ(text_of(check()), "");
}

TEST_F(Damaged, SegmentsThatOnlyReplacedIndexesNeedAreForgottenWhereTheirPackagesArePurged) {
    const auto replaced = sha256_of(packages());
    MUST(slipway_.upload("stable", "other.deb", other_));
    damage(Form::gzip);
    MUST(slipway_.purge(sha256_of(bytes_)));
    EXPECT_THAT(text_of(check()), HasSubstr("damage segment: "));

    read_all();

    EXPECT_TRUE(comes_true([&] { return text_of(check()).empty(); })) << text_of(check());
    EXPECT_EQ(slipway_.segments().damaged(), 0U);
    EXPECT_EQ(counters().segments_lost, 0U);
    EXPECT_EQ(unserved(), 0U);
    EXPECT_FALSE(is_remembered(replaced));
}

TEST_F(Damaged, RepairForgetsReplacedIndexesWhosePackagesArePurged) {
    const auto replaced = sha256_of(packages());
    damage(Form::gzip);
    MUST(slipway_.purge(sha256_of(bytes_)));

    EXPECT_THAT(text_of(repair()), HasSubstr("forgotten: it was replaced, and package "));

    EXPECT_EQ(text_of(check()), "");
    EXPECT_FALSE(is_remembered(replaced));
}

TEST_F(Damaged, AListThatCannotBeReadKeepsNobodyFromStarting) {
    run_sql("DELETE FROM nodes");

    slipway_.restart();

    EXPECT_GE(unserved(), 1U);
    EXPECT_THAT(slipway_.served("deb", "stable", "InRelease"), HasSubstr("Packages"));
    MUST(slipway_.upload("dev", "other.deb", other_));
}

TEST_F(Damaged, SegmentsOfBeforeThereWereChecksumsGetThem) {
    run_sql("UPDATE segments SET checksum = NULL, row_checksum = NULL");
    EXPECT_THAT(text_of(check()), HasSubstr("have no checksum yet"));

    slipway_.restart();

    EXPECT_EQ(text_of(check()), "");
}

TEST_F(Damaged, SegmentsGetNoChecksumOfDamagedBytes) {
    const auto before = packages();
    damage(Form::gzip);
    run_sql("UPDATE segments SET checksum = NULL, row_checksum = NULL");

    slipway_.restart();

    EXPECT_TRUE(comes_true([&] { return unserved() == 0 && packages() == before; }));
    EXPECT_EQ(text_of(check()), "");
}

TEST_F(Damaged, PackageFilesAreHealedByAnUploadOfTheSameBytes) {
    flip_a_byte(blob_file(), 100);

    MUST(slipway_.upload("stable", "hello.deb", bytes_));

    EXPECT_EQ(text_of(check()), "");
}

TEST_F(Damaged, MissingPackageFilesComeBackWithAnUploadOfTheSameBytes) {
    std::filesystem::remove(blob_file());

    MUST(slipway_.upload("stable", "hello.deb", bytes_));

    EXPECT_EQ(text_of(check()), "");
}

/// An rpm that was signed here: its served bytes are not those that are uploaded again.
class DamagedRpm : public Damaged {
protected:
    DamagedRpm() {
        upload("dev");
        upload("stable");
        before_ = stored();
    }
    storage::PackageRow upload(const std::string& channel) {
        const auto answer = MUST(slipway_.upload(channel, "hello.rpm", rpm_));
        return *std::get<UploadOutcome>(answer).packages.at(0).package;
    }
    storage::PackageRow stored() {
        const auto tx = MUST(slipway_.catalog().read());
        const auto repository = slipway_.repository().state.settings.id;
        const auto row = MUST(storage::find_package_by_upload(tx, repository, sha256_of(rpm_)));
        return row.value();
    }

    std::string rpm_ = an_rpm("hello").bytes();
    storage::PackageRow before_;
};

TEST_F(DamagedRpm, KeepsItsDigestWhereItsSignatureIsLeft) {
    const auto file = storage::BlobLayout(slipway_.directory()).path_of(before_.sha256);
    flip_a_byte(file, static_cast<std::streamoff>(before_.size - 10));

    EXPECT_EQ(upload("dev").sha256, before_.sha256);

    EXPECT_TRUE(MUST(slipway_.blobs().is_whole(before_.sha256)));
    EXPECT_EQ(text_of(check()), "");
}

TEST_F(DamagedRpm, KeepsItsDigestWhereItWasMovedAside) {
    flip_a_byte(storage::BlobLayout(slipway_.directory()).path_of(before_.sha256),
                static_cast<std::streamoff>(before_.size - 10));
    MUST(slipway_.blobs().quarantine(before_.sha256));

    EXPECT_EQ(upload("dev").sha256, before_.sha256);

    EXPECT_TRUE(MUST(slipway_.blobs().is_whole(before_.sha256)));
}

TEST_F(DamagedRpm, IsSignedAnewForEveryChannelWhereItsSignatureIsLost) {
    std::filesystem::remove(storage::BlobLayout(slipway_.directory()).path_of(before_.sha256));
    std::this_thread::sleep_for(std::chrono::seconds(1));  // signed within the same second it would be the same file

    const auto after = upload("dev");

    EXPECT_NE(after.sha256, before_.sha256);
    EXPECT_TRUE(MUST(slipway_.blobs().is_whole(after.sha256)));
    EXPECT_EQ(slipway_.channel("stable").revision, 4) << "created, hello.deb, hello.rpm, signed anew";
    EXPECT_EQ(stored().sha256, after.sha256);
}

}  // namespace
}  // namespace slipway::publishing
