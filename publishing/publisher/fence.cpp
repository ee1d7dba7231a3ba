#include "publishing/publisher/fence.hpp"

#include "storage/catalog/repeated_write.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/postgresql/heads.hpp"
#include "storage/postgresql/nodes.hpp"

namespace slipway::publishing {
namespace {

Error overtaken() { return Error(Fault::busy, "another node has published in this repository meanwhile"); }

Result<> stale(Publication& publication) {
    publication.is_stale = true;
    return overtaken();
}

}  // namespace

Result<> Fence::approach(Publication& publication) const {
    if (cluster_ == nullptr) return {};
    const auto repository = publication.before->settings.id;
    if (repository != 0) cluster_->take_lease(repository);
    const auto tx = TRY(catalog_.read());
    publication.sweeps = TRY(sweeps_of_others(tx));
    if (repository == 0) return {};
    const auto newest = TRY(storage::find_generation(tx, repository));
    return newest == publication.generation ? Result<>() : stale(publication);
}

Result<> Fence::pass(storage::WriteTransaction& tx, Publication& publication) const {
    if (cluster_ == nullptr) return {};
    const auto& after = publication.plan.after.settings;
    if (publication.before->settings.id == 0) {
        if (TRY(storage::find_repository(tx, after.name))) return stale(publication);
        TRY(storage::begin_generations(tx, after.id, cluster_->node()));
    } else {
        if (!TRY(storage::raise_generation(tx, after.id, publication.generation, cluster_->node())))
            return stale(publication);
        TRY(storage::give_lease_back(tx.connection(), after.id, cluster_->node(), Cluster::lease_of_the_next));
    }
    return TRY(sweeps_of_others(tx)) == publication.sweeps ? Result<>() : stale(publication);
}

void Fence::passed(Publication& publication) const {
    if (cluster_ == nullptr) return;
    ++publication.generation;
    cluster_->let_go(publication.plan.after.settings.id);
}

void Fence::turn_back(const Publication& publication) const {
    if (cluster_ != nullptr) cluster_->give_back(publication.before->settings.id);
}

/// What changes nothing may repeat what was published a moment ago, perhaps by another node.
void Fence::wait_until_served(Publication& publication) const {
    if (cluster_ == nullptr) return;
    const auto repository = publication.plan.after.settings.id;
    if (repository != 0) publication.plan.serving = cluster_->wait_until_served(repository, publication.generation);
}

Result<> Fence::check_generation(const storage::ReadTransaction& tx, RowId repository, std::int64_t generation) const {
    if (cluster_ == nullptr) return {};
    return TRY(storage::find_generation(tx, repository)) == generation ? Result<>() : Result<>(overtaken());
}

Result<> Fence::sweep(const std::function<Result<>(storage::WriteTransaction&)>& work) {
    if (cluster_ == nullptr) return storage::write_repeatedly(catalog_, work);
    TRY(storage::write_repeatedly(catalog_, [&](storage::WriteTransaction& tx) -> Result<> {
        TRY(storage::count_sweep(tx));
        return work(tx);
    }));
    ++own_sweeps_;
    return {};
}

Result<std::int64_t> Fence::published_by_others(const storage::ReadTransaction& tx) const {
    return cluster_ == nullptr ? Result<std::int64_t>(0) : storage::last_turn_of_others(tx, cluster_->node());
}

Result<bool> Fence::sweep_garbage(std::int64_t published,
                                  const std::function<Result<>(storage::WriteTransaction&)>& work) {
    bool is_garbage = true;
    const auto check_and_work = [&](storage::WriteTransaction& tx) -> Result<> {
        is_garbage = TRY(published_by_others(tx)) == published;
        return is_garbage ? work(tx) : Result<>();
    };
    TRY(sweep(check_and_work));
    return is_garbage;
}

/// Publications of this node are safe from its own collection: see GcGuard. One that looks between the commit of a step
/// and its count here sees one too many, and is planned once more.
Result<std::int64_t> Fence::sweeps_of_others(const storage::ReadTransaction& tx) const {
    const std::int64_t own = own_sweeps_;
    return TRY(storage::sweeps(tx)) - own;
}

}  // namespace slipway::publishing
