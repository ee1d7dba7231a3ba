// The stages of a publication, in the order of docs/publishing.md: plan, render, sign. Each runs on the cpu pool or the
// signing workers and starts the next from its last job.
#include "publishing/publisher/publication.hpp"

#include "publishing/planning/rights.hpp"

#include <variant>

namespace slipway::publishing {
namespace {

/// Plans a change of any kind and remembers whom to tell what once it is carried out.
class PlanChange {
public:
    PlanChange(Publication& publication, Planner& planner, const Actor& actor)
        : publication_(publication), planner_(planner), actor_(actor) {}

    Result<> operator()(const UploadChange& what) const {
        auto answer = TRY(planner_.plan_upload(actor_, what));
        answer_later<UploadAnswer>(what.done, [answer, channel = what.channel](const Plan& plan) {
            auto final_answer = answer;
            if (auto* outcome = std::get_if<UploadOutcome>(&final_answer))
                outcome->revision = plan.after.channels.at(channel).revision;
            return final_answer;
        });
        return {};
    }
    Result<> operator()(const RemoveChange& what) const {
        TRY(planner_.plan_remove(actor_, what));
        answer_later<std::int64_t>(
            what.done, [channel = what.channel](const Plan& plan) { return plan.after.channels.at(channel).revision; });
        return {};
    }
    Result<> operator()(const PurgeChange& what) const {
        publication_.purged = TRY(planner_.plan_purge(actor_, what));
        answer_later<PurgeOutcome>(what.done, [&purged = publication_.purged](const Plan&) { return purged; });
        return {};
    }
    Result<> operator()(const PutRepositoryChange& what) const {
        const auto result = publication_.before->settings.id == 0 ? PutResult::created : PutResult::updated;
        TRY(planner_.plan_put_repository(actor_, what));
        answer_later<PutResult>(what.done, [result](const Plan&) { return result; });
        return {};
    }
    Result<> operator()(const PutDistroChange& what) const {
        const auto result = TRY(planner_.plan_put_distro(actor_, what));
        answer_later<PutResult>(what.done, [result](const Plan&) { return result; });
        return {};
    }
    Result<> operator()(const DeleteDistroChange& what) const {
        TRY(planner_.plan_delete_distro(actor_, what));
        return answer_done(what.done);
    }
    Result<> operator()(const PutChannelChange& what) const {
        const auto result = TRY(planner_.plan_put_channel(actor_, what));
        answer_later<PutResult>(what.done, [result](const Plan&) { return result; });
        return {};
    }
    Result<> operator()(const KeyChange& what) const {
        TRY(planner_.plan_keys(actor_, what));
        answer_later<signing::Keyring>(what.done, [](const Plan& plan) { return plan.after.keyring; });
        return {};
    }
    Result<> operator()(const PromoteChange& what) const {
        auto outcome = TRY(planner_.plan_promotion(actor_, what.promotion, Trial::no));
        answer_outcome(what.done, what.promotion.to, std::move(outcome));
        return {};
    }
    Result<> operator()(const RemovalChange& what) const {
        auto outcome = TRY(planner_.plan_removal(actor_, what.removal));
        answer_outcome(what.done, what.removal.channel, std::move(outcome));
        return {};
    }
    Result<> operator()(const RollbackChange& what) const {
        auto outcome = TRY(planner_.plan_rollback(actor_, what.rollback));
        answer_outcome(what.done, what.rollback.channel, std::move(outcome));
        return {};
    }
    Result<> operator()(const ExpireChange& what) const {
        TRY(planner_.plan_expire(actor_, what));
        return answer_done(what.done);
    }
    Result<> operator()(const ResignedChange& what) const {
        TRY(planner_.plan_resigned(actor_, what));
        return answer_done(what.done);
    }
    Result<> operator()(const RepublishChange& what) const {
        planner_.plan_republish(what.indexes);
        return answer_done(what.done);
    }
    Result<> operator()(const DeleteChannelChange&) const { return not_published(); }
    Result<> operator()(const ExpireChannelChange&) const { return not_published(); }
    Result<> operator()(const DeleteRepositoryChange&) const { return not_published(); }

private:
    template <class Value>
    void answer_later(const Done<Value>& done, std::function<Value(const Plan&)> answer) const {
        publication_.answers.push_back([done, answer = std::move(answer)](const Plan& plan) { done(answer(plan)); });
    }
    Result<> answer_done(const Done<std::monostate>& done) const {
        answer_later<std::monostate>(done, [](const Plan&) { return std::monostate{}; });
        return {};
    }
    /// With the number of the revision that was made.
    void answer_outcome(const Done<ContentOutcome>& done, const std::string& channel, ContentOutcome outcome) const {
        answer_later<ContentOutcome>(done, [channel, outcome = std::move(outcome)](const Plan& plan) {
            auto numbered = outcome;
            numbered.revision = plan.after.channels.at(channel).revision;
            return numbered;
        });
    }
    static Error not_published() { return Error(Fault::internal, "deletions are not published"); }

    Publication& publication_;
    Planner& planner_;
    const Actor& actor_;
};

/// A change that was allowed when it was asked for may not be any more.
Result<> plan_if_allowed(Publication& publication, Planner& planner, Rights& rights, const Change& change) {
    TRY(rights.check(change, publication.repository, publication.repository_is()));
    return std::visit(PlanChange(publication, planner, change.actor), change.what);
}

}  // namespace

Error publication_failed(const Error& cause) {
    if (cause.fault() == Fault::storage_full || cause.fault() == Fault::internal) return cause;
    // What has this code was said for the client; all else names files, programs and rows.
    const bool is_for_client = cause.is("publication-failed"_problem);
    const auto why = is_for_client ? cause.message() : "the server's log says why";
    return Error("publication-failed"_problem, "publishing failed and nothing changed; try again: " + why);
}

void refuse(const Change& change, const Error& error) {
    std::visit([&](const auto& what) { what.done(Error(error)); }, change.what);
}

void PublicationStages::run(Stage publication, Done<> done) const {
    parts_.cpu.post(publication->before->settings.id, [this, publication, done = std::move(done)] {
        auto planned = plan(*publication);
        publication->ended(Step::plan, parts_.counts);
        if (!planned.ok() || !publication->does_something()) return done(std::move(planned));
        render(publication, done);
    });
}

Result<> PublicationStages::plan(Publication& publication) const {
    auto planner = TRY(Planner::begin({parts_.catalog, parts_.nodes, parts_.new_id, publication.now,
                                       parts_.ephemeral_channels, parts_.extra_architectures, publication.kept.get()},
                                      *publication.before));
    Rights rights(planner.transaction(), publication.now);
    for (auto change = publication.changes.begin(); change != publication.changes.end();) {
        auto planned = plan_if_allowed(publication, planner, rights, *change);
        if (planned.ok()) {
            ++change;
            continue;
        }
        // A change refused by a rule was checked before it touched the plan; one that met a fault of the server may
        // have been carried out in part, so its whole group fails.
        if (is_of_the_server(planned.error().fault())) return planned;
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

/// The same index as another channel serves it: nothing is left to be rendered or hashed. Null where none does.
std::shared_ptr<const RenderedIndex> PublicationStages::find_equal(const Publication& publication, const IndexKey& key,
                                                                   const ListState& list,
                                                                   const storage::DistroRow& distro) const {
    for (const auto& [name, channel] : publication.served) {
        const auto found = channel.indexes.find(key);
        if (found == channel.indexes.end() || !found->second->offers(list.root, distro)) continue;
        if (!is_whole(parts_.segments.store(), *found->second)) continue;
        auto equal = std::make_shared<RenderedIndex>(*found->second);
        for (auto& file : equal->files) file.published_at = publication.now;
        return equal;
    }
    return nullptr;
}

void PublicationStages::render(Stage publication, Done<> done) const {
    const Plan& plan = publication->plan;
    const auto last = std::make_shared<Gathering>([this, publication, done = std::move(done)](Result<> result) {
        publication->ended(Step::sign, parts_.counts);
        done(std::move(result));
    });
    const auto own = last->begin();
    IndexRendering::Request request;
    request.synced = last;
    request.repository = plan.after.settings.id;
    request.lane = request.repository;
    request.nodes = plan.nodes;
    request.pending = plan.packages;
    request.published_at = publication->now;
    std::vector<std::size_t> places;  // in `new_indexes`, of those that are rendered
    for (const auto& [name, work] : plan.channels) {
        for (const auto& key : work.render) {
            const ListState& list = plan.after.channels.at(name).lists.at(key);
            const auto& distro = *plan.after.find_distro(key.distro);
            publication->new_indexes.emplace_back(name, find_equal(*publication, key, list, distro));
            if (publication->new_indexes.back().second) continue;
            places.push_back(publication->new_indexes.size() - 1);
            const auto& served = publication->served[name].indexes;
            const auto previous = served.find(key);
            request.indexes.push_back(
                {key, list.root, list.count, distro, previous == served.end() ? nullptr : previous->second});
        }
    }
    IndexRendering::start(
        {parts_.catalog, parts_.segments, parts_.cpu, parts_.cpu_threads, parts_.counts, parts_.condemned},
        std::move(request), [this, publication, places, own](Result<RenderedIndexes> rendered) {
            publication->ended(Step::render, parts_.counts);
            if (!rendered.ok()) return own(std::move(rendered).error());
            for (std::size_t i = 0; i < rendered->indexes.size(); ++i)
                publication->new_indexes[places[i]].second = rendered->indexes[i];
            publication->new_segments = std::move(rendered->new_segments);
            sign(publication, own);
        });
}

void PublicationStages::sign(Stage publication, Done<> own) const {
    Plan& plan = publication->plan;
    for (auto& [name, served] : publication->served) {
        std::erase_if(served.indexes, [&](const auto& index) { return !plan.after.find_distro(index.first.distro); });
        std::erase_if(served.entry_points, [&](const auto& row) { return !plan.after.find_distro(row.first.first); });
    }
    for (auto& [name, work] : plan.channels) {
        ChannelState& channel = plan.after.channels.at(name);
        ChannelPublication& served = publication->served[name];
        for (const auto& [of, index] : publication->new_indexes)
            if (of == name) served.indexes[index->key] = index;
        for (const auto& index : work.gone) {
            served.indexes.erase(index);
            served.entry_points.erase({index.distro, index.architecture});
        }
        const GenerationDate date = next_date(channel.last_date, publication->now);
        publication->clock_was_wrong |= date.clock_was_wrong;
        for (const RowId distro : work.entry_points) {
            for (const auto& key : entry_points_of(*plan.after.find_distro(distro), served.indexes)) {
                storage::EntryPointRow row;
                row.channel = channel.settings.id;
                row.distro = key.first;
                row.architecture = key.second;
                const storage::EntryPointRow& before = served.entry_points[key];
                row.generation = before.generation + 1;
                row.date = date.date;
                // Of a URL that is new or comes back the channel's date is all that is known.
                const bool is_known = before.last_modified != Seconds{};
                row.last_modified = next_last_modified(is_known ? before.last_modified : channel.last_date, date);
                row.content = entry_point_text(plan.after, channel, key, served.indexes, date.date, parts_.public_url);
                publication->new_entry_points.emplace_back(name, std::move(row));
            }
        }
        if (!work.entry_points.empty()) channel.last_date = date.date;
    }
    auto gathering = std::make_shared<Gathering>([publication, own](Result<> result) {
        for (const auto& [name, row] : publication->new_entry_points)
            publication->served.at(name).entry_points[{row.distro, row.architecture}] = row;
        own(std::move(result).during("signing"));
    });
    const auto all_begun = gathering->begin();
    for (auto& [name, row] : publication->new_entry_points)
        sign_entry_point(parts_.signers, plan.after, row, signing::Priority::publication, gathering->begin());
    all_begun({});
}

}  // namespace slipway::publishing
