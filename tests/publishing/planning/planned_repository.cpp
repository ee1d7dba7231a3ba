#include "tests/publishing/planning/planned_repository.hpp"

#include "publishing/planning/remove_change.hpp"

namespace slipway::testing {

using namespace publishing;

signing::PublicKey a_key(const std::string& fingerprint, const std::string& algorithm) {
    signing::PublicKey key;
    key.fingerprint = fingerprint;
    key.algorithm = algorithm;
    return key;
}

PlannedRepository::PlannedRepository() {
    state.settings.name = "main";
    RepositoryPut put;
    put.distros = {{.name = "deb", .format = Format::deb}, {.name = "rpm", .format = Format::rpm}};
    put.channels = {{.name = "dev", .immutable_versions = false}, {.name = "staging"}, {.name = "stable"}};
    EXPECT_EQ(MUST(this->put(std::move(put))), PutResult::created);
}

Result<> PlannedRepository::apply(Change& change) {
    auto planning = begin();
    const auto answer = TRY(change.plan(planning));
    plan = TRY(std::move(planning).finish());
    for (const auto& [hash, bytes] : plan.nodes->nodes()) nodes.put(hash, bytes);
    facts.store(plan);
    state = plan.after;
    if (plan.kept) kept[plan.kept->channel].remember(*plan.kept, channel(plan.kept->channel).lists);
    answer(plan);
    return {};
}

IngestedPackage PlannedRepository::package(Format format, const std::string& name, const std::string& version,
                                           const std::string& architecture, const std::string& bytes) const {
    const std::string word(name_of(format));
    IngestedPackage made;
    made.file = name + "." + word;
    auto& row = made.package;
    row.repository = state.settings.id;
    row.uploaded_sha256 = sha256_of(word + name + version + architecture + bytes);
    row.sha256 = row.uploaded_sha256;
    row.format = format;
    row.name = name;
    row.version = version;
    row.architecture = architecture;
    row.source = name;
    row.file_name = name + "_" + version + "_" + architecture + "." + word;
    row.weight = 100;
    row.uploaded_at = now;
    const auto* distro = state.find_distro(word);
    made.targets = {{distro->id, components_of(*distro).front()}};
    return made;
}

IngestedPackage PlannedRepository::deb(const std::string& name, const std::string& version, const std::string& bytes,
                                       const std::string& architecture) const {
    return package(Format::deb, name, version, architecture, bytes);
}

IngestedPackage PlannedRepository::rpm(const std::string& name, const std::string& version,
                                       const std::string& signed_by, const std::string& architecture) const {
    auto made = package(Format::rpm, name, version, architecture, "");
    if (signed_by.empty()) return made;
    made.package.signed_by = signed_by;
    made.package.sha256 = sha256_of(made.package.uploaded_sha256.hex() + signed_by);
    return made;
}

Result<UploadAnswer> PlannedRepository::upload(const std::string& channel, std::vector<IngestedPackage> packages) {
    for (auto& ingested : packages)
        if (const auto known = MUST(facts.find_package(ingested.package.sha256))) ingested.package.id = known->id;
    return answer_to<UploadChange, UploadAnswer>(channel, std::move(packages));
}

Sha256 PlannedRepository::publish(const std::string& channel, IngestedPackage package) {
    const auto answer = MUST(upload(channel, {std::move(package)}));
    return std::get<UploadOutcome>(answer).packages.at(0).package->sha256;
}

Result<ContentOutcome> PlannedRepository::promote(Promotion promotion) {
    return answer_to<PromoteChange, ContentOutcome>(std::move(promotion));
}

Result<ContentOutcome> PlannedRepository::preview(const Promotion& promotion) {
    auto planning = begin();
    return plan_promotion(planning, actor, promotion, Trial::yes);
}

Result<ContentOutcome> PlannedRepository::roll_back(Rollback rollback) {
    return answer_to<RollbackChange, ContentOutcome>(std::move(rollback));
}

Result<PurgeOutcome> PlannedRepository::purge(const Sha256& package, ReleaseVersion release) {
    return answer_to<PurgeChange, PurgeOutcome>(PurgeChange::Wanted{package, "a leaked secret", release});
}

Result<std::int64_t> PlannedRepository::remove(const std::string& channel, const Sha256& package) {
    return answer_to<RemoveChange, std::int64_t>(
        RemoveChange::Wanted{channel, package, std::nullopt, "no longer wanted"});
}

Result<signing::Keyring> PlannedRepository::change_keys(KeyCommand command, const std::optional<std::string>& new_key) {
    std::optional<Result<signing::Keyring>> answer;
    KeyChange change(actor, std::move(command), Done<signing::Keyring>([&](auto got) { answer = std::move(got); }));
    const auto wanted = TRY(change.wanted_key(state));
    EXPECT_EQ(wanted.has_value(), new_key.has_value());
    if (new_key) change.take_key(a_key(*new_key));
    TRY(apply(change));
    return std::move(*answer);
}

Result<PutResult> PlannedRepository::put(RepositoryPut put) {
    std::optional<Result<PutResult>> answer;
    PutRepositoryChange change(actor, std::move(put), Done<PutResult>([&](auto got) { answer = std::move(got); }));
    if (TRY(change.wanted_key(state))) change.take_key(a_key("FIRST"));
    TRY(apply(change));
    return std::move(*answer);
}

Result<PutResult> PlannedRepository::put_channel(ChannelPut put) {
    return answer_to<PutChannelChange, PutResult>(std::move(put));
}

Result<PutResult> PlannedRepository::put_distro(DistroPut put) {
    return answer_to<PutDistroChange, PutResult>(std::move(put));
}

void PlannedRepository::prune(const std::string& channel) {
    PruneChange change(channel, nullptr);
    MUST(apply(change));
}

const storage::RevisionRow& PlannedRepository::head(const std::string& channel) const {
    const auto& wanted = this->channel(channel);
    for (const auto& revision : facts.revisions)
        if (revision.channel == wanted.settings.id && revision.number == wanted.revision) return revision;
    std::abort();  // a channel without a revision
}

}  // namespace slipway::testing
