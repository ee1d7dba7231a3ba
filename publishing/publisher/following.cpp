// What another node has published is loaded as a start would load it, on the thread that asks; what has not changed
// stays what it is. A repository that is being loaded is busy, like one that publishes: changes wait for it.
#include "publishing/publisher/following.hpp"

#include "base/waiting.hpp"
#include "publishing/publisher/publisher_state.hpp"
#include "storage/catalog/repositories.hpp"
#include "storage/postgresql/heads.hpp"

#include <utility>

namespace slipway::publishing {
namespace {

std::vector<Sha256> newly_purged(const RepositorySlot& before, const std::vector<storage::PurgeRow>& purges) {
    std::vector<Sha256> blobs;
    const auto* known = before.state ? before.state->purged.get() : nullptr;
    for (const auto& purge : purges)
        if (known == nullptr || !known->contains(purge.sha256)) blobs.push_back(purge.sha256);
    return blobs;
}

}  // namespace

std::vector<Announcement> Following::follow(const std::vector<Announcement>& news) {
    std::vector<Announcement> served;
    for (const auto& one : news)
        if (const auto generation = follow_one(one)) served.push_back({one.repository, *generation});
    if (served.empty()) return served;
    const auto switched = wait_for<void>([this](const Done<>& done) {
        if (!of_.turns.post([this, done] { of_.switch_tree([done] { done({}); }); })) done(stopping_error());
    });
    return switched.ok() ? served : std::vector<Announcement>();
}

/// Returns the generation that the next tree serves, or nothing if it is not the one that is announced.
std::optional<std::int64_t> Following::follow_one(const Announcement& news) {
    const auto name = name_of(news.repository);
    if (!name.ok()) {
        of_.parts.log.failure("what another node has published could not be looked for", name.error());
        return std::nullopt;
    }
    Claim claim;
    of_.turns.run([&] { claim = this->claim(news, *name); });
    if (claim.is_served) return claim.generation;
    if (claim.repository.empty()) return std::nullopt;
    const auto how = catch_up(claim.repository);
    of_.turns.run([&] { claim.generation = release(claim.repository, how, news); });
    return claim.generation == 0 ? std::nullopt : std::optional(claim.generation);
}

/// Nothing for one that was deleted.
Result<std::optional<std::string>> Following::name_of(RowId repository) const {
    const auto tx = TRY(of_.parts.catalog.read());
    auto found = TRY(storage::find_repository(tx, repository));
    return found ? std::optional(std::move(found->name)) : std::nullopt;
}

/// Keeps the repository from publishing, unless it has the news already or cannot be kept.
Following::Claim Following::claim(const Announcement& news, const std::optional<std::string>& name) {
    std::string repository = name.value_or("");
    for (const auto& [known, slot] : of_.slots)
        if (repository.empty() && slot.state && slot.state->settings.id == news.repository) repository = known;
    if (repository.empty()) return {.is_served = true, .generation = news.generation};  // deleted, here too
    RepositorySlot& slot = of_.slots[repository];
    const bool is_same = slot.state && slot.state->settings.id == news.repository;
    if (is_same && slot.generation >= news.generation) return {.is_served = true, .generation = slot.generation};
    if (slot.busy) return {};
    slot.busy = true;
    return {.repository = std::move(repository)};
}

Following::CaughtUp Following::catch_up(const std::string& repository) {
    RepositorySlot before;
    of_.turns.run([&] {
        const RepositorySlot& slot = of_.slots.at(repository);
        before.state = slot.state;
        before.served = slot.served;
        before.pools = slot.pools;
        before.published = slot.published;
        before.kept = slot.kept;
        before.newest_package = slot.newest_package;
    });
    auto loaded = of_.guard.result_of("following another node", [&] { return read(repository, before); });
    if (!loaded.ok()) {
        of_.parts.log.failure("what another node has published could not be loaded", loaded.error());
        return CaughtUp::failed;
    }
    if (!*loaded) return CaughtUp::gone;
    auto how = CaughtUp::failed;
    of_.turns.run([&] {
        take(repository, std::move(**loaded));
        how = CaughtUp::loaded;
    });
    return how;
}

Result<std::optional<LoadedAgain>> Following::read(const std::string& repository, const RepositorySlot& before) const {
    const auto tx = TRY(of_.parts.catalog.read());
    auto loaded = TRY(load_again(tx, of_.nodes, of_.segments.store(), repository, before, of_.parts.clock.now()));
    if (!loaded) return loaded;
    const auto generation = TRY(storage::find_generation(tx, loaded->slot.state->settings.id));
    if (!generation) return Error(Fault::corrupt, "repository " + repository + " has no generation");
    loaded->slot.generation = *generation;
    return loaded;
}

/// For the publisher's thread, which alone changes the pools.
void Following::take(const std::string& repository, LoadedAgain loaded) {
    RepositorySlot& slot = of_.slots.at(repository);
    for (const auto& name : loaded.new_names)
        if (const auto pool = loaded.slot.pools.find(name.distro); pool != loaded.slot.pools.end())
            pool->second->insert(name.sha256, name.size, name.file_name);
    for (const auto& purge : loaded.purges) purge_name(*loaded.slot.state, loaded.slot.pools, purge);
    const auto purged = newly_purged(slot, loaded.purges);
    slot.state = std::move(loaded.slot.state);
    slot.served = std::move(loaded.slot.served);
    slot.pools = std::move(loaded.slot.pools);
    slot.published = std::move(loaded.slot.published);
    slot.kept = std::move(loaded.slot.kept);
    slot.generation = loaded.slot.generation;
    slot.newest_package = loaded.slot.newest_package;
    forget_release_signatures(slot, [&](const auto& of) {
        return slot.state->find_distro(of.second) == nullptr || !slot.state->channels.contains(of.first);
    });
    for (const auto& [of, waiters] : slot.signature_waiters)
        of_.release_signatures.sign(repository, of.first, of.second);
    if (!purged.empty()) destroy(purged);
}

/// Of what another node has purged this one may have copies. They go when no IO thread serves them any more.
void Following::destroy(const std::vector<Sha256>& purged) {
    of_.switch_tree([this, purged] {
        of_.turns.post([this, purged] {
            for (const auto& blob : purged) of_.purged_blobs.destroy(blob);
        });
    });
}

/// Lets the repository publish again. Returns the generation that it has; 0: not the one that was announced.
std::int64_t Following::release(const std::string& repository, CaughtUp how, const Announcement& news) {
    RepositorySlot& slot = of_.slots.at(repository);
    slot.busy = false;
    if (how == CaughtUp::gone) {
        of_.publications.forget(repository);
        return news.generation;
    }
    const bool is_same = slot.state && slot.state->settings.id == news.repository;
    const auto generation = !is_same && how == CaughtUp::loaded ? news.generation  // it was deleted and made again
                                                                : slot.generation;
    if (slot.state)
        of_.publications.pump(repository);
    else
        of_.publications.forget(repository);
    return generation >= news.generation ? generation : 0;
}

}  // namespace slipway::publishing
