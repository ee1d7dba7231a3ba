#pragma once

#include "publishing/intake/ingest.hpp"
#include "publishing/planning/change.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace slipway::publishing {

/// One package of an upload's answer.
struct PlacedPackage {
    SharedPackage package;
    std::string distro;
    std::string component;
    std::string path;  // below the server's root, not encoded: "/main/deb/pool/…", "/main/rpm/dev/x86_64/packages/…"
    std::vector<std::string> warnings;
};

struct UploadOutcome {
    std::string channel;
    std::int64_t revision = 0;
    bool changed = false;  // false: the channel had everything already (200)
    std::vector<PlacedPackage> packages;
    std::optional<Serving> serving{};  // by the nodes of a cluster
};

/// Why some packages of a batch were refused at their turn. The whole batch is left out then.
struct UploadRefusal {
    std::vector<FileError> errors;
};
using UploadAnswer = std::variant<UploadOutcome, UploadRefusal>;

/// Adds packages to a channel: all of them or none, in one revision, which may be shared with other uploads that wait.
/// Faults: not_found (channel), forbidden "channel-protected", invalid_input "too-many-architectures", conflict
/// "channel-limit".
class UploadChange final : public AnsweredChange<UploadAnswer> {
public:
    using Packages = std::shared_ptr<const std::vector<IngestedPackage>>;

    UploadChange(Actor actor, std::string channel, std::vector<IngestedPackage> packages, Done<UploadAnswer> done)
        : AnsweredChange(std::move(actor), std::move(done)),
          channel_(std::move(channel)),
          packages_(std::make_shared<const std::vector<IngestedPackage>>(std::move(packages))) {}

    std::optional<Action> action(const std::string& repository, RepositoryIs is) const override;
    const std::string* shared_channel() const override { return &channel_; }
    Result<Answer> plan(Planning& planning) const override;

private:
    const std::string channel_;
    const Packages packages_;  // plan and answer refer into it
};

}  // namespace slipway::publishing
