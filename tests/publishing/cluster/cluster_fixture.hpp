#pragma once

#include "storage/catalog/events.hpp"
#include "tests/publishing/publisher_fixture.hpp"
#include "tests/support/deb_builder.hpp"
#include "tests/support/postgresql_server.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <memory>
#include <string>

namespace slipway::testing {

/// Nodes over one database and one directory.
class ClusterFixture : public ::testing::Test {
protected:
    using Settings = publishing::ClusterSettings;

    /// With a beat that tests can wait for.
    static Settings settings_of(const std::string& id);
    static Settings without_following(Settings settings);

    std::unique_ptr<PublisherFixture> start(Settings settings);
    /// The same, and the others wait for it.
    std::unique_ptr<PublisherFixture> start_ready(const std::string& id) { return start_ready(settings_of(id)); }
    std::unique_ptr<PublisherFixture> start_ready(Settings settings);

    /// The answer to an upload of a small package.
    static publishing::UploadOutcome upload(PublisherFixture& node, const std::string& name);
    /// Waits until the node serves what `has` asks of it.
    template <class Has>
    static bool comes_to(PublisherFixture& node, const Has& has) {
        for (int i = 0; i < 500; ++i) {
            if (has(node)) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return false;
    }
    /// The text of `Packages`.
    static std::string packages(const PublisherFixture& node);
    std::string query(const std::string& sql) const { return postgresql_server().query(database_, sql); }
    std::string url() const { return postgresql_server().url(database_); }

private:
    std::filesystem::path make_spool();

    TempDir directory_;
    std::string database_ = postgresql_server().make_database();
    std::uint32_t packs_ = 0;
};

}  // namespace slipway::testing
