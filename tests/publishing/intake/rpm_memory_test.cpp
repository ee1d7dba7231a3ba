// What the headers of rpms take in memory is taken from the budget of examinations before it is read, by what they say
// and what has arrived; and only files that are being signed hold any for that.
#include "base/bytes.hpp"
#include "publishing/intake/held_package.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/signing/signing_gate.hpp"
#include "tests/support/comes_true.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

namespace slipway::publishing {
namespace {

using rpm::VerifyDigests;
using testing::a_deb;
using testing::an_rpm;
using testing::comes_true;
using ::testing::HasSubstr;
using testing::PublisherFixture;

constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;

rpm::RpmPackage read(const std::string& bytes) { return MUST(rpm::read_rpm(MemoryBytes(bytes), VerifyDigests::no)); }

/// An rpm whose main header says that it has so much data.
std::string claiming(std::uint64_t data_bytes) {
    auto bytes = an_rpm("hello").bytes();
    std::string length;
    append_big_endian_32(length, static_cast<std::uint32_t>(data_bytes));
    return bytes.replace(read(bytes).header_start + 12, length.size(), length);
}

/// A file that begins like this and goes on with zeros. Notes how much is read of it at once.
class WatchedFile final : public RandomAccess {
public:
    WatchedFile(std::string start, std::uint64_t size) : start_(std::move(start)), size_(size) {}

    std::uint64_t size() const override { return size_; }
    Result<std::string> read(std::uint64_t offset, std::size_t length) const override {
        largest_read_ = std::max(largest_read_, length);
        auto bytes = offset < start_.size() ? start_.substr(offset, length) : std::string();
        bytes.resize(std::min<std::uint64_t>(length, size_ - std::min(size_, offset)));
        return bytes;
    }
    std::size_t largest_read() const { return largest_read_; }

private:
    const std::string start_;
    const std::uint64_t size_;
    mutable std::size_t largest_read_ = 0;
};

TEST(HeldRpm, HasTakenTheMemoryOfItsHeadersUntilItsEnd) {
    const auto bytes = an_rpm("hello").file("/usr/bin/hello", "#!/bin/sh\n").bytes();
    MemoryBudget budget(mebibyte);
    const auto share = budget.share(1);

    {
        const auto held = MUST(hold_rpm(*share, MemoryBytes(bytes), VerifyDigests::yes));
        EXPECT_EQ(held.package.name, "hello");
        EXPECT_GE(budget.used(), held.package.signature.bytes().size() + held.package.main.bytes().size());
    }

    EXPECT_EQ(budget.used(), 0U);
}

TEST(HeldRpm, HasTakenTheMemoryOfTheListsThatItsValuesBecome) {
    constexpr std::uint32_t texts = 100'000;
    const auto bytes = an_rpm("hello").tag(1'000'000, 8, texts, std::string(texts, '\0')).bytes();
    MemoryBudget budget(16 * mebibyte);
    const auto share = budget.share(1);

    const auto held = MUST(hold_rpm(*share, MemoryBytes(bytes), VerifyDigests::yes));

    EXPECT_GE(budget.used(), held.package.main.bytes().size() + texts * sizeof(std::string_view));
}

TEST(HeldRpm, ThatClaimsMuchAndSendsLittleTakesNothing) {
    const auto bytes = claiming(200 * mebibyte);
    const WatchedFile file(bytes, bytes.size());
    MemoryBudget budget(mebibyte);
    const auto share = budget.share(1);

    const auto refused = hold_rpm(*share, file, VerifyDigests::yes);

    EXPECT_FAULT(refused, Fault::invalid_input);
    EXPECT_EQ(refused.error().code(), "invalid-package");
    EXPECT_THAT(refused.error().message(), HasSubstr("main header: the file ends within it"));
    EXPECT_LE(file.largest_read(), 96U) << "the lead";
}

TEST(HeldRpm, ThatNeedsMoreThanThereIsIsRefusedUnread) {
    const WatchedFile file(claiming(200 * mebibyte), 300 * mebibyte);
    MemoryBudget budget(100 * mebibyte);
    const auto share = budget.share(1);

    const auto refused = hold_rpm(*share, file, VerifyDigests::yes);

    EXPECT_FAULT(refused, Fault::invalid_input);
    EXPECT_EQ(refused.error().code(), "expands-too-far");
    EXPECT_LE(file.largest_read(), 96U);
    EXPECT_EQ(budget.used(), 0U);
}

TEST(HeldRpm, IsRefusedWhileOthersHoldTheMemory) {
    const MemoryBytes file(an_rpm("hello").bytes());
    const auto needed = MUST(rpm::memory_of_headers(file));
    MemoryBudget budget(2 * needed);
    const auto others = budget.share(2);
    MUST(others->take(needed + needed / 4));
    const auto share = budget.share(1);

    const auto refused = hold_rpm(*share, file, VerifyDigests::yes);

    EXPECT_FAULT(refused, Fault::busy);
    EXPECT_EQ(refused.error().code(), "too-many-uploads");
}

TEST(RpmMemory, OfAnUploadIsLimitedWithThatOfItsTexts) {
    PublisherFixture::Setup setup;
    setup.expansion.examination_bytes = 4000;
    PublisherFixture slipway(setup);
    slipway.create_main();

    const auto refused = slipway.upload("dev", "hello.rpm", an_rpm("hello").bytes());

    EXPECT_FAULT(refused, Fault::invalid_input);
    EXPECT_EQ(refused.error().code(), "expands-too-far");
    slipway.publish("dev", "hello.deb", a_deb("hello").build());
    EXPECT_TRUE(comes_true([&] { return slipway.examination_memory() == 0; }));
}

TEST(RpmMemory, OfAPublishedUploadIsGivenBack) {
    PublisherFixture slipway;
    slipway.create_main();

    slipway.publish("dev", "hello.rpm", an_rpm("hello").bytes());

    EXPECT_TRUE(comes_true([&] { return slipway.examination_memory() == 0; }));
}

TEST(RpmMemory, IsHeldForFilesThatAreBeingSignedAndNotForThoseThatWait) {
    PublisherFixture slipway;
    slipway.create_main();
    std::vector<std::pair<std::string, std::string>> rpms;
    for (char letter = 'a'; letter <= 't'; ++letter)
        rpms.emplace_back(std::string(1, letter) + ".rpm", an_rpm(std::string(1, letter)).bytes());
    const MemoryBytes one(rpms.front().second);
    const auto package = read(rpms.front().second);
    const auto while_signed =
        MUST(rpm::memory_of_headers(one)) + rpm::memory_of_lists(package) + package.main.bytes().size();
    testing::SigningGate gate;
    slipway.signer().before_each(gate.hook());

    auto taken_in = std::async(std::launch::async, [&] { return slipway.ingest(rpms); });
    EXPECT_TRUE(comes_true([&] { return slipway.examination_memory() >= 2 * while_signed; })) << "by two threads";
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // for more, if there could be more
    EXPECT_EQ(slipway.examination_memory(), 2 * while_signed);

    gate.open();
    EXPECT_EQ(MUST(taken_in.get()).packages.size(), rpms.size());
}

TEST(RpmSigning, IsRefusedAtOnceWhereTooManyWaitForIt) {
    PublisherFixture::Setup setup;
    setup.check_room_to_sign = [](auto) -> Result<> { return Error("too-busy"_problem, "too many wait"); };
    PublisherFixture slipway(setup);
    slipway.create_main();
    slipway.wait_for_release_signature();
    const auto signatures = slipway.signatures();

    const auto refused = slipway.upload("dev", "hello.rpm", an_rpm("hello").bytes());

    EXPECT_FAULT(refused, Fault::busy);
    EXPECT_EQ(refused.error().code(), "too-busy");
    EXPECT_EQ(slipway.signatures(), signatures);
    slipway.publish("dev", "hello.deb", a_deb("hello").build());
}

}  // namespace
}  // namespace slipway::publishing
