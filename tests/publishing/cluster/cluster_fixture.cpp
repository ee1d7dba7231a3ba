#include "tests/publishing/cluster/cluster_fixture.hpp"

#include "tests/support/command.hpp"

namespace slipway::testing {

using std::chrono::milliseconds;

publishing::ClusterSettings ClusterFixture::settings_of(const std::string& id) {
    Settings settings;
    settings.url = "http://" + id;
    settings.wait = milliseconds(10'000);
    settings.beat = milliseconds(500);
    settings.alive = milliseconds(5'000);
    return settings;
}

publishing::ClusterSettings ClusterFixture::without_following(Settings settings) {
    settings.poll = std::chrono::hours(1);
    return settings;
}

std::filesystem::path ClusterFixture::make_spool() {
    const auto blobs = directory_.path() / "blobs" / "sha256";
    std::filesystem::create_directories(blobs);
    auto spool = directory_.path() / ("spool-" + std::to_string(packs_));
    std::filesystem::create_directories(spool / "blobs");
    std::filesystem::create_directory_symlink(blobs, spool / "blobs" / "sha256");
    return spool;
}

std::unique_ptr<PublisherFixture> ClusterFixture::start(Settings settings) {
    PublisherFixture::Setup setup;
    setup.of_cluster = PublisherFixture::OfCluster{url(), directory_.path(), make_spool(), packs_, std::move(settings)};
    packs_ += 1000;
    return std::make_unique<PublisherFixture>(std::move(setup));
}

std::unique_ptr<PublisherFixture> ClusterFixture::start_ready(Settings settings) {
    auto node = start(std::move(settings));
    node->cluster().say_ready(true);
    return node;
}

publishing::UploadOutcome ClusterFixture::upload(PublisherFixture& node, const std::string& name) {
    const auto answer = MUST(node.upload("dev", name + ".deb", a_deb(name).version("1.0").build()));
    return std::get<publishing::UploadOutcome>(answer);
}

std::string ClusterFixture::packages(const PublisherFixture& node) {
    const TempDir directory;
    const auto file = directory.write("Packages.gz", node.served("deb", "dev", "main/binary-amd64/Packages.gz"));
    const auto text = run_command({"gzip", "-dc", file.string()});
    EXPECT_EQ(text.exit_code, 0) << text.output;
    return text.output;
}

}  // namespace slipway::testing
