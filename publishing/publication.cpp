// The stages of a publication, in the order of docs/publishing.md: plan, render, sign. Each runs on the cpu pool or the
// signing workers and starts the next from its last job.
#include "publishing/publication.hpp"

#include <variant>

namespace slipway::publishing {
namespace {

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

/// Remembers whom to tell what once the change is carried out.
template <class Value>
void accept(Publication& publication, const Done<Value>& done, std::function<Value(const Plan&)> answer) {
    publication.answers.push_back([done, answer = std::move(answer)](const Plan& plan) { done(answer(plan)); });
}

/// A change refused by a rule was checked before it touched the plan; one that met a fault of the server may have been
/// carried out in part, so its whole group fails.
bool leaves_no_trace(const Error& error) {
    return error.fault() != Fault::io && error.fault() != Fault::corrupt && error.fault() != Fault::storage_full &&
           error.fault() != Fault::internal;
}

}  // namespace

Error publication_failed(const Error& cause) {
    if (cause.fault() == Fault::storage_full) return cause;
    return Error(Fault::busy, "publishing failed and nothing changed; try again: " + cause.message())
        .as("publication-failed");
}

void refuse(const Change& change, const Error& error) {
    std::visit([&](const auto& what) { what.done(Error(error)); }, change.what);
}

void PublicationStages::run(Stage publication, Next done) const {
    parts_.cpu.post(publication->before->settings.id, [this, publication, done = std::move(done)] {
        auto planned = plan(*publication);
        publication->ended(Step::plan, parts_.counts);
        if (!planned.ok() || !publication->does_something()) return done(std::move(planned));
        render(publication, done);
    });
}

Result<> PublicationStages::plan(Publication& publication) const {
    auto planner =
        TRY(Planner::begin({parts_.catalog, parts_.nodes, parts_.new_id, publication.now}, *publication.before));
    for (auto change = publication.changes.begin(); change != publication.changes.end();) {
        auto planned = plan_change(publication, planner, *change);
        if (planned.ok()) {
            ++change;
            continue;
        }
        if (!leaves_no_trace(planned.error())) return planned;
        refuse(*change, planned.error());
        // A group holds several uploads and removals, which leave no trace when refused. Any other change is alone.
        const bool alone =
            !std::holds_alternative<UploadChange>(change->what) && !std::holds_alternative<RemoveChange>(change->what);
        change = publication.changes.erase(change);
        if (alone) return {};
    }
    publication.plan = TRY(std::move(planner).finish());
    return {};
}

Result<> PublicationStages::plan_change(Publication& publication, Planner& planner, const Change& change) const {
    const Actor& actor = change.actor;
    const auto nothing = [](const Plan&) { return std::monostate{}; };
    return std::visit(
        Overloaded{
            [&](const UploadChange& what) -> Result<> {
                auto answer = TRY(planner.plan_upload(actor, what));
                accept<UploadAnswer>(publication, what.done, [answer, channel = what.channel](const Plan& plan) {
                    auto final_answer = answer;
                    if (auto* outcome = std::get_if<UploadOutcome>(&final_answer))
                        outcome->revision = plan.after.channels.at(channel).revision;
                    return final_answer;
                });
                return {};
            },
            [&](const RemoveChange& what) -> Result<> {
                TRY(planner.plan_remove(actor, what));
                accept<std::int64_t>(publication, what.done, [channel = what.channel](const Plan& plan) {
                    return plan.after.channels.at(channel).revision;
                });
                return {};
            },
            [&](const PutRepositoryChange& what) -> Result<> {
                const auto result = publication.before->settings.id == 0 ? PutResult::created : PutResult::updated;
                TRY(planner.plan_put_repository(actor, what));
                accept<PutResult>(publication, what.done, [result](const Plan&) { return result; });
                return {};
            },
            [&](const PutChannelChange& what) -> Result<> {
                const auto result = TRY(planner.plan_put_channel(actor, what));
                accept<PutResult>(publication, what.done, [result](const Plan&) { return result; });
                return {};
            },
            [&](const KeyChange& what) -> Result<> {
                TRY(planner.plan_keys(actor, what));
                accept<signing::Keyring>(publication, what.done, [](const Plan& plan) { return plan.after.keyring; });
                return {};
            },
            [&](const ResignedChange& what) -> Result<> {
                TRY(planner.plan_resigned(actor, what));
                accept<std::monostate>(publication, what.done, nothing);
                return {};
            },
            [&](const RepublishChange& what) -> Result<> {
                planner.plan_republish();
                accept<std::monostate>(publication, what.done, nothing);
                return {};
            },
            [](const DeleteChannelChange&) -> Result<> {
                return Error(Fault::internal, "deletions are not published");
            },
            [](const DeleteRepositoryChange&) -> Result<> {
                return Error(Fault::internal, "deletions are not published");
            },
        },
        change.what);
}

void PublicationStages::render(Stage publication, Next done) const {
    const Plan& plan = publication->plan;
    IndexRendering::Request request;
    request.repository = plan.after.settings.id;
    request.nodes = plan.nodes;
    request.pending = plan.packages;
    request.published_at = publication->now;
    for (const auto& [name, work] : plan.channels) {
        for (const auto& key : work.render) {
            const ListState& list = plan.after.channels.at(name).lists.at(key);
            const auto& served = publication->served[name].indexes;
            const auto previous = served.find(key);
            request.indexes.push_back({key, list.root, list.count, *plan.after.find_distro(key.distro),
                                       previous == served.end() ? nullptr : previous->second});
            publication->new_indexes.emplace_back(name, nullptr);
        }
    }
    IndexRendering::start(
        {parts_.catalog, parts_.segments, parts_.cpu, parts_.cpu_threads, parts_.counts, parts_.condemned},
        std::move(request), [this, publication, done = std::move(done)](Result<RenderedIndexes> rendered) {
            publication->ended(Step::render, parts_.counts);
            if (!rendered.ok()) return done(std::move(rendered).error());
            for (std::size_t i = 0; i < rendered->indexes.size(); ++i)
                publication->new_indexes[i].second = rendered->indexes[i];
            publication->new_segments = std::move(rendered->new_segments);
            sign(publication, done);
        });
}

void PublicationStages::sign(Stage publication, Next done) const {
    Plan& plan = publication->plan;
    for (auto& [name, work] : plan.channels) {
        ChannelState& channel = plan.after.channels.at(name);
        ChannelPublication& served = publication->served[name];
        for (const auto& [of, index] : publication->new_indexes)
            if (of == name) served.indexes[index->key] = index;
        const GenerationDate date = next_date(channel.last_date, publication->now);
        publication->clock_was_wrong |= date.clock_was_wrong;
        for (const RowId distro : work.entry_points) {
            for (const auto& key : entry_points_of(*plan.after.find_distro(distro))) {
                storage::EntryPointRow row;
                row.channel = channel.settings.id;
                row.distro = key.first;
                row.architecture = key.second;
                row.generation = served.entry_points[key].generation + 1;
                row.date = date.date;
                row.date_shared = date.shared;
                row.content = entry_point_text(plan.after, channel, key, served.indexes, date.date, parts_.public_url);
                publication->new_entry_points.emplace_back(name, std::move(row));
            }
        }
        if (!work.entry_points.empty()) channel.last_date = date.date;
    }
    auto gathering = std::make_shared<Gathering>([this, publication, done = std::move(done)](Result<> result) {
        publication->ended(Step::sign, parts_.counts);
        for (const auto& [name, row] : publication->new_entry_points)
            publication->served.at(name).entry_points[{row.distro, row.architecture}] = row;
        done(std::move(result).during("signing"));
    });
    for (auto& [name, row] : publication->new_entry_points) {
        gathering->begin();
        sign_entry_point(*publication, row, [gathering](Result<> result) { gathering->finish(std::move(result)); });
    }
    gathering->finish({});
}

void PublicationStages::sign_entry_point(const Publication& publication, storage::EntryPointRow& row, Next done) const {
    const auto& after = publication.plan.after;
    const auto keep = [&row, done = std::move(done)](Result<std::string> made) {
        if (!made.ok()) return done(std::move(made).error());
        row.signed_content = std::move(made).release();
        done({});
    };
    const auto priority = signing::Priority::publication;
    if (after.find_distro(row.distro)->format == "deb") {
        parts_.signers.clear_sign(after.settings.name, signing::apt_signers(after.keyring), row.content, priority,
                                  keep);
        return;
    }
    const auto& active = signing::active_key(after.keyring)->key;
    row.key = active.armored;
    parts_.signers.detach_sign(after.settings.name, {active.fingerprint}, row.content, signing::Encoding::armored,
                               priority, keep);
}

}  // namespace slipway::publishing
