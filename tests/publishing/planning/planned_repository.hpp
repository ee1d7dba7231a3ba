#pragma once

#include "publishing/planning/key_change.hpp"
#include "publishing/planning/planning.hpp"
#include "publishing/planning/promote_change.hpp"
#include "publishing/planning/prune_change.hpp"
#include "publishing/planning/purge_change.hpp"
#include "publishing/planning/put_channel_change.hpp"
#include "publishing/planning/put_distro_change.hpp"
#include "publishing/planning/put_repository_change.hpp"
#include "publishing/planning/rollback_change.hpp"
#include "publishing/planning/upload_change.hpp"
#include "tests/publishing/planning/memory_facts.hpp"
#include "tests/support/memory_nodes.hpp"
#include "tests/support/must.hpp"

#include <gmock/gmock.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace slipway::testing {

/// Repository `main` with distros `deb` and `rpm` and the channels `dev` (mutable), `staging` and `stable`, in memory:
/// changes are planned by their rules, and what was planned becomes the repository's state at once. Nothing is
/// rendered, signed or stored.
class PlannedRepository {
public:
    PlannedRepository();

    /// Plans the change. Where it is refused everything stays as it was.
    Result<> apply(publishing::Change& change);
    template <class Kind, class Value, class... Of>
    Result<Value> answer_to(Of&&... of) {
        std::optional<Result<Value>> answer;
        Kind change(actor, std::forward<Of>(of)...,
                    publishing::Done<Value>([&](Result<Value> got) { answer = std::move(got); }));
        TRY(apply(change));
        return std::move(*answer);
    }

    /// A package as intake hands it over; `bytes` tells apart those of one version.
    publishing::IngestedPackage deb(const std::string& name, const std::string& version = "1.0",
                                    const std::string& bytes = "", const std::string& architecture = "amd64") const;
    publishing::IngestedPackage rpm(const std::string& name, const std::string& version = "1.0",
                                    const std::string& signed_by = "",
                                    const std::string& architecture = "x86_64") const;

    Result<publishing::UploadAnswer> upload(const std::string& channel,
                                            std::vector<publishing::IngestedPackage> packages);
    /// Uploads what must be taken; its digest.
    Sha256 publish(const std::string& channel, publishing::IngestedPackage package);
    Result<publishing::ContentOutcome> promote(publishing::Promotion promotion);
    Result<publishing::ContentOutcome> preview(const publishing::Promotion& promotion);
    Result<publishing::ContentOutcome> roll_back(publishing::Rollback rollback);
    Result<publishing::PurgeOutcome> purge(const Sha256& package,
                                           publishing::ReleaseVersion release = publishing::ReleaseVersion::no);
    Result<signing::Keyring> change_keys(publishing::KeyCommand command,
                                         const std::optional<std::string>& new_key = std::nullopt);
    Result<publishing::PutResult> put(publishing::RepositoryPut put);
    Result<publishing::PutResult> put_channel(publishing::ChannelPut put);
    Result<publishing::PutResult> put_distro(publishing::DistroPut put);
    void prune(const std::string& channel);
    Result<std::int64_t> remove(const std::string& channel, const Sha256& package);

    const publishing::ChannelState& channel(const std::string& name) const { return state.channels.at(name); }
    std::uint64_t count(const std::string& name) const { return channel(name).package_count; }
    const storage::RevisionRow& head(const std::string& channel) const;
    std::string last_action() const { return plan.events.empty() ? "" : plan.events.back().action; }

    publishing::Actor actor{"test", ""};
    Seconds now{std::chrono::seconds{1'700'000'000}};
    publishing::PlanLimits limits{200, 16};
    publishing::RepositoryState state{};
    MemoryFacts facts{};
    MemoryNodes nodes{};
    publishing::Plan plan{};  // the newest one
    publishing::KeptContents kept{};

private:
    publishing::Planning begin() {
        return {{facts, nodes, [this]() -> Result<publishing::RowId> { return next_id_++; }, now, limits, &kept},
                state};
    }
    publishing::IngestedPackage package(Format format, const std::string& name, const std::string& version,
                                        const std::string& architecture, const std::string& bytes) const;

    storage::RowId next_id_ = 1;
};

/// The key of a test, by its fingerprint.
signing::PublicKey a_key(const std::string& fingerprint, const std::string& algorithm = "rsa3072");

}  // namespace slipway::testing
