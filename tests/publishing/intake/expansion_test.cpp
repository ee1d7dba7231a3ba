// What a package may expand to in the indexes is bounded before it is expanded.
#include "publishing/intake/expansion.hpp"

#include "repo-format/formats/package_format.hpp"
#include "repo-format/yum/package_xml.hpp"
#include "repo-format/yum/xml_size.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/rpm_builder.hpp"

#include <gmock/gmock.h>

namespace slipway::publishing {
namespace {

using ::testing::AllOf;
using testing::an_rpm;
using ::testing::HasSubstr;
using testing::PublisherFixture;
using testing::RpmBuilder;

rpm::RpmPackage read(const RpmBuilder& builder) {
    return MUST(rpm::read_rpm(MemoryBytes(builder.bytes()), rpm::VerifyDigests::yes));
}

std::uint64_t rendered_size(const rpm::RpmPackage& package) {
    const auto xml = yum::render_package(package, {Sha256{}, 1, rpm::file_name(package)});
    return xml.primary.size() + xml.filelists.size() + xml.other.size();
}

/// Few bytes that name one long directory with many files in it.
RpmBuilder a_bomb(const std::string& directory, std::size_t files) {
    auto builder = an_rpm("bomb");
    for (std::size_t i = 0; i < files; ++i) builder.file(directory + "/f" + std::to_string(i), "");
    return builder;
}

TEST(Expansion, IsNeverMoreThanWasCounted) {
    const std::string hostile = "<&\">\r\t'\x80\xff bin/ &&&&\"\"\"\"<<<<";
    const std::vector<RpmBuilder> builders = {
        an_rpm("plain"),
        an_rpm("odd").summary(hostile).description(hostile + hostile),
        an_rpm("relations").provides(hostile, testing::equal, "1:2-3").requires_("r" + hostile, testing::less, "4"),
        an_rpm("changed").changelog(1, hostile, hostile).changelog(2, hostile, hostile),
        a_bomb("/usr/" + hostile, 50),
        a_bomb("/usr/share/doc", 50).format(3),
        an_rpm("primary").file("/etc/" + hostile, "").file("/usr/bin/x", "").file("/usr/lib/sendmail", ""),
    };

    for (const auto& builder : builders) {
        const auto package = read(builder);
        EXPECT_LE(rendered_size(package), yum::most_xml_bytes(package)) << package.name;
    }
}

TEST(Expansion, OfAnOrdinaryPackageIsCountedClosely) {
    const auto package = read(a_bomb("/usr/share/doc/ordinary-package/html", 500));

    EXPECT_LT(yum::most_xml_bytes(package), 2 * rendered_size(package));
}

TEST(Expansion, IsRefusedWithNumbersAndTheLimitsName) {
    const auto& format = formats::of(Format::rpm);
    const MemoryBytes bytes(a_bomb("/" + std::string(4000, 'd'), 100).bytes());
    const auto package = MUST(format.read(bytes, formats::Depth::whole));
    storage::PackageRow row;
    row.format = Format::rpm;

    const auto checked = check_expansion(row, *package, 100'000);

    EXPECT_FAULT(checked, Fault::invalid_input);
    EXPECT_EQ(checked.error().code(), "invalid-package");
    EXPECT_THAT(checked.error().message(), AllOf(HasSubstr("100000"), HasSubstr("limits.index_text_bytes")));
    EXPECT_TRUE(check_expansion(row, *package, 10'000'000).ok());
}

TEST(Expansion, OfAnUploadIsRefusedBeforeItsTextsAreMade) {
    PublisherFixture slipway;
    slipway.create_main();

    const auto refused =
        slipway.upload("dev", "bomb.rpm", an_rpm("bomb").description(std::string(14 << 20, '&')).bytes());

    EXPECT_FAULT(refused, Fault::invalid_input);
    EXPECT_EQ(refused.error().code(), "invalid-package");
    EXPECT_EQ(slipway.channel("dev").revision, 1);
    MUST(slipway.upload("dev", "hello.rpm", an_rpm("hello").bytes()));
}

TEST(MemoryBudget, RefusesWhatOthersLeaveNoRoomFor) {
    MemoryBudget budget(100);
    auto first = budget.share(1);
    const auto second = budget.share(2);
    MUST(first->take(70));

    EXPECT_FAULT(second->take(40), Fault::busy);
    MUST(second->take(30));
    first.reset();

    EXPECT_EQ(budget.used(), 30U);
    MUST(second->take(40));
}

TEST(MemoryBudget, TellsAnUploadThatAsksForMoreThanThereIs) {
    MemoryBudget budget(100);
    const auto share = budget.share(1);
    MUST(share->take(70));

    const auto refused = share->take(40);

    EXPECT_FAULT(refused, Fault::invalid_input);
    EXPECT_EQ(refused.error().code(), "expands-too-far");
}

TEST(MemoryBudget, LeavesAQuarterToOtherClients) {
    MemoryBudget budget(100);
    const auto first = budget.share(1);
    const auto second = budget.share(1);
    const auto of_another = budget.share(2);
    MUST(first->take(50));

    EXPECT_FAULT(second->take(30), Fault::busy);
    MUST(second->take(25));
    MUST(of_another->take(25));
}

TEST(MemoryBudget, GetsBackWhatAShareGivesBack) {
    MemoryBudget budget(100);
    const auto share = budget.share(1);
    MUST(share->take(70));

    share->release(60);

    EXPECT_EQ(budget.used(), 10U);
}

}  // namespace
}  // namespace slipway::publishing
