#pragma once

#include "base/done.hpp"
#include "publishing/access/access.hpp"
#include "publishing/cluster/serving.hpp"
#include "publishing/model/model.hpp"
#include "signing/keys/key.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace slipway::publishing {

class Planning;
struct Plan;

enum class Force : unsigned char { no, yes };

/// A key that a change needs before it is planned.
struct KeyRequest {
    std::optional<signing::KeyAlgorithm> algorithm{};  // of a key to generate; nothing: that of first keys
    std::string armored{}, passphrase{};               // of a key to import; "": one is generated
};

/// A request to change a repository. Each kind is one class in a file of its own, with the right that it needs, its
/// rule, its event and its answer. A change waits in its repository's queue until it is planned. It is planned again if
/// its publication was given up because another change of the group lost its right.
class Change {
public:
    /// Called when the plan is durable and served.
    using Answer = std::function<void(const Plan&)>;

    explicit Change(Actor actor) : actor_(std::move(actor)) {}
    Change(const Change&) = delete;
    Change& operator=(const Change&) = delete;
    virtual ~Change() = default;

    const Actor& actor() const { return actor_; }

    /// Returns the action that must be allowed to the actor, or nothing if the server makes the change by itself.
    virtual std::optional<Action> action(const std::string& repository, RepositoryIs is) const = 0;

    /// Returns whether the change creates its repository if there is none.
    virtual bool makes_repository() const { return false; }

    /// Returns the channel whose next revision the change may share with other changes that wait, or null if it is
    /// published alone. A change that may share leaves no trace in a plan when it is refused.
    virtual const std::string* shared_channel() const { return nullptr; }

    /// Returns whether `waiting`, which is in the queue already, will do what this change would do.
    virtual bool is_repeated_by(const Change& /*waiting*/) const { return false; }

    /// Returns the key that the change still needs. Whatever can be refused is refused before a key is made. Faults:
    /// those of the rule.
    virtual Result<std::optional<KeyRequest>> wanted_key(const RepositoryState& /*repository*/) const {
        return std::optional<KeyRequest>();
    }
    virtual void take_key(signing::PublicKey /*key*/) {}

    /// Applies the rule. Faults: those that the API documents for the request, or the server's own.
    virtual Result<Answer> plan(Planning& planning) const = 0;

    /// Sets what undoes the things that were made for this change alone; it runs if the change is refused. To be called
    /// before the change is queued.
    void undo_if_refused(std::function<void()> undo) { undo_ = std::move(undo); }

    /// Answers whoever asked that the change was not carried out. To be called once, on any thread.
    void refuse(const Error& error) const {
        if (undo_) undo_();
        tell_refused(error);
    }

private:
    virtual void tell_refused(const Error& error) const = 0;

    const Actor actor_;
    std::function<void()> undo_;
};

using SharedChange = std::shared_ptr<Change>;

/// What the plan says of it: nothing without a cluster.
const std::optional<Serving>& serving_of(const Plan& plan);

/// A change that is answered with a value. One that has a member `serving` is given that of the plan.
template <class Value>
class AnsweredChange : public Change {
public:
    AnsweredChange(Actor actor, Done<Value> done) : Change(std::move(actor)), done_(std::move(done)) {}

protected:
    Answer answer(Value value) const {
        return [done = done_, value = std::move(value)](const Plan& plan) { done(served(value, plan)); };
    }
    template <class Of>
    Answer answer_of_plan(Of of) const {
        return [done = done_, of = std::move(of)](const Plan& plan) { done(served(of(plan), plan)); };
    }

private:
    static Value served(Value value, const Plan& plan) {
        if constexpr (requires { value.serving = serving_of(plan); }) value.serving = serving_of(plan);
        return value;
    }
    void tell_refused(const Error& error) const override { done_(Error(error)); }

    Done<Value> done_;
};

/// A change that the server makes by itself. Its report is for the log.
class ServerChange : public Change {
public:
    using Report = std::function<void(const Result<>&)>;

    ServerChange(Actor actor, Report report) : Change(std::move(actor)), report_(std::move(report)) {}
    std::optional<Action> action(const std::string& /*repository*/, RepositoryIs /*is*/) const override {
        return std::nullopt;
    }

protected:
    Answer answer() const {
        return [report = report_](const Plan&) {
            if (report) report({});
        };
    }

private:
    void tell_refused(const Error& error) const override {
        if (report_) report_(Error(error));
    }

    Report report_;
};

/// Returns the action of most changes of settings.
std::optional<Action> administer(const std::string& repository, const std::string& channel = {});

/// Returns the client's error for a change that the server could not carry out.
Error publication_failed(const Error& cause);

}  // namespace slipway::publishing
