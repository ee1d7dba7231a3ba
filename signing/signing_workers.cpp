// The threads that sign. Each takes requests from two queues, publications first, and performs one at a time with its
// SigningWorker; a Watchdog ends what takes too long. The threads are made here and not in App, because their number,
// their agents and their end belong together, and nobody else can use them.

#include "signing/signing_workers.hpp"

#include "base/work_loop.hpp"
#include "signing/gpg/gpg_home.hpp"
#include "signing/gpg/watchdog.hpp"
#include "signing/keys/file_key_store.hpp"
#include "signing/openpgp/verifying_key.hpp"
#include "signing/signing_worker.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <deque>
#include <optional>
#include <sys/stat.h>
#include <variant>

namespace slipway::signing {
namespace {

// Finding primes for RSA-4096 takes seconds on a busy machine.
constexpr int generation_deadlines = 6;

struct Job {
    std::function<void(SigningWorker&)> run;
    std::function<void()> refuse;  // instead of `run`, when the workers stop
};

Error stopping_error() { return Error(Fault::cancelled, "the signing workers are stopping"); }

}  // namespace

struct SigningWorkers::State {
    State(std::unique_ptr<KeyStore> own, KeyStore& keys, Options chosen, const Log& where, PrivateDirectory made)
        : options(std::move(chosen)),
          log(where),
          guard(where),
          directory(std::move(made)),
          own_store(std::move(own)),
          store(keys),
          watchdog(guard) {}
    ~State();

    Result<> start_threads();
    void serve(SigningWorker& worker);
    /// Returns the next job, or nothing when the workers stop.
    std::optional<Job> next_job(SigningWorker& worker, std::uint64_t& seen_changes);
    std::optional<Job> pop();
    void push(Priority priority, Job job);
    void announce_key_change();

    /// Queues `work(worker)` and passes its result to `done`; the watchdog watches it.
    template <class T, class Work>
    void submit(Priority priority, std::chrono::milliseconds deadline, Work work, Done<T> done);
    template <class T, class Work>
    Result<T> watched(SigningWorker& worker, std::chrono::milliseconds deadline, Work& work);
    void sign(Priority priority, SignRequest request, Done<std::string> done);

    const Options options;
    const Log& log;
    const JobGuard guard;
    PrivateDirectory directory;  // dies last: everything below lives in it
    const std::unique_ptr<KeyStore> own_store;
    KeyStore& store;
    Watchdog watchdog;
    std::vector<std::unique_ptr<SigningWorker>> workers;
    std::atomic<std::uint64_t> signatures{0};
    std::atomic<std::uint64_t> timeouts{0};

    std::array<std::deque<Job>, 2> queues;  // guarded by the loop's mutex, as is:
    std::uint64_t key_changes = 0;
    std::optional<WorkLoop> loop;  // once there are workers
};

SigningWorkers::State::~State() {
    loop.reset();
    while (auto job = pop()) guard.run("signing", job->refuse);
}

Result<> SigningWorkers::State::start_threads() {
    VerifyingKey::set_up();
    const unsigned count = std::max(options.workers, 1u);
    for (unsigned i = 0; i < count; ++i) {
        const auto path = directory.path() / ("w" + std::to_string(i));
        if (::mkdir(path.c_str(), 0700) != 0)
            return Error(Fault::io, "cannot make " + path.string() + ": " + std::strerror(errno));
        workers.push_back(std::make_unique<SigningWorker>(path, store, options.gpg_program));
    }
    loop.emplace("signing", guard, count, [this](unsigned thread) { serve(*workers[thread]); });
    return {};
}

void SigningWorkers::State::serve(SigningWorker& worker) {
    std::uint64_t seen_changes = 0;
    while (auto job = next_job(worker, seen_changes)) guard.run("signing", [&] { job->run(worker); });
}

std::optional<Job> SigningWorkers::State::next_job(SigningWorker& worker, std::uint64_t& seen_changes) {
    auto lock = loop->lock();
    const auto ready = [&] { return key_changes != seen_changes || !queues[0].empty() || !queues[1].empty(); };
    while (loop->wait(lock, ready) && !loop->is_stopping(lock)) {
        if (key_changes == seen_changes) return pop();
        seen_changes = key_changes;
        lock.unlock();
        worker.drop_stale_homes();  // also by an idle worker: no copy of a removed key stays
        lock.lock();
    }
    return std::nullopt;
}

std::optional<Job> SigningWorkers::State::pop() {
    for (auto& queue : queues) {
        if (queue.empty()) continue;
        auto job = std::move(queue.front());
        queue.pop_front();
        return job;
    }
    return std::nullopt;
}

void SigningWorkers::State::push(Priority priority, Job job) {
    {
        const auto lock = loop->lock();
        queues[static_cast<std::size_t>(priority)].push_back(std::move(job));
    }
    loop->wake_one();
}

void SigningWorkers::State::announce_key_change() {
    {
        const auto lock = loop->lock();
        ++key_changes;
    }
    loop->wake_all();
}

template <class T, class Work>
Result<T> SigningWorkers::State::watched(SigningWorker& worker, std::chrono::milliseconds deadline, Work& work) {
    Watchdog::Watch watch(watchdog, worker.directory(), deadline);
    auto result = work(worker);
    // Somebody else may have killed the agent since the last request; gpg would have started another one.
    const bool agent_gone = !result.ok() && result.error().fault() == Fault::io;
    if (agent_gone && !watch.timed_out()) result = work(worker);
    if (!watch.finish()) return result;

    ++timeouts;
    worker.start_afresh();
    log.warning("signing timed out", {{"deadline_ms", std::to_string(deadline.count())}});
    if (result.ok()) return result;  // it was done in the very moment the deadline passed
    return Error(Fault::busy,
                 "gpg did not answer within " + std::to_string(deadline.count()) + " ms and was stopped; try again");
}

template <class T, class Work>
void SigningWorkers::State::submit(Priority priority, std::chrono::milliseconds deadline, Work work, Done<T> done) {
    Job job;
    job.run = [this, deadline, done, work = std::move(work)](SigningWorker& worker) mutable {
        done(watched<T>(worker, deadline, work));
    };
    job.refuse = [done] { done(stopping_error()); };
    push(priority, std::move(job));
}

void SigningWorkers::State::sign(Priority priority, SignRequest request, Done<std::string> done) {
    auto work = [this, request = std::move(request)](SigningWorker& worker) -> Result<std::string> {
        auto signature = TRY(worker.sign(request));
        signatures += request.keys.size();
        return signature;
    };
    submit<std::string>(priority, options.deadline, std::move(work), std::move(done));
}

SigningWorkers::SigningWorkers(std::unique_ptr<State> state) : state_(std::move(state)) {}

SigningWorkers::~SigningWorkers() = default;

Result<std::unique_ptr<SigningWorkers>> SigningWorkers::start(std::unique_ptr<KeyStore> own, KeyStore& keys,
                                                              Options options, const Log& log) {
    auto directory = TRY(PrivateDirectory::create());
    auto state = std::make_unique<State>(std::move(own), keys, std::move(options), log, std::move(directory));
    TRY(state->start_threads());
    return std::unique_ptr<SigningWorkers>(new SigningWorkers(std::move(state)));
}

Result<std::unique_ptr<SigningWorkers>> SigningWorkers::start(KeyStore& keys, Options options, const Log& log) {
    return start(nullptr, keys, std::move(options), log);
}

Result<std::unique_ptr<SigningWorkers>> SigningWorkers::start(FileSystem& files, Options options, const Log& log) {
    auto own = std::make_unique<FileKeyStore>(files, options.keys_directory);
    KeyStore& keys = *own;
    return start(std::move(own), keys, std::move(options), log);
}

void SigningWorkers::clear_sign(std::string repository, std::vector<std::string> keys, std::string text,
                                Priority priority, Done<std::string> done) {
    state_->sign(priority, {std::move(repository), std::move(keys), std::move(text), SignatureForm::clear},
                 std::move(done));
}

void SigningWorkers::detach_sign(std::string repository, std::vector<std::string> keys, std::string data,
                                 Encoding encoding, Priority priority, Done<std::string> done) {
    const auto form = encoding == Encoding::armored ? SignatureForm::detached_armored : SignatureForm::detached_binary;
    state_->sign(priority, {std::move(repository), std::move(keys), std::move(data), form}, std::move(done));
}

void SigningWorkers::generate_key(std::string repository, KeyAlgorithm algorithm, std::string user_id,
                                  Done<PublicKey> done) {
    auto work = [state = state_.get(), repository = std::move(repository), algorithm,
                 user_id = std::move(user_id)](SigningWorker& worker) -> Result<PublicKey> {
        auto key = TRY(worker.generate_key(repository, algorithm, user_id));
        state->announce_key_change();
        return key;
    };
    const auto deadline = state_->options.deadline * generation_deadlines;
    state_->submit<PublicKey>(Priority::publication, deadline, std::move(work), std::move(done));
}

void SigningWorkers::import_key(std::string repository, std::string armored, std::string passphrase,
                                Done<PublicKey> done) {
    auto work = [state = state_.get(), repository = std::move(repository), armored = std::move(armored),
                 passphrase = std::move(passphrase)](SigningWorker& worker) -> Result<PublicKey> {
        auto key = TRY(worker.import_key(repository, armored, passphrase));
        state->announce_key_change();
        return key;
    };
    state_->submit<PublicKey>(Priority::publication, state_->options.deadline, std::move(work), std::move(done));
}

void SigningWorkers::remove_key(std::string repository, std::string fingerprint, Done<std::monostate> done) {
    auto work = [state = state_.get(), repository = std::move(repository),
                 fingerprint = std::move(fingerprint)](SigningWorker&) -> Result<std::monostate> {
        TRY(state->store.remove_key(repository, fingerprint));
        state->announce_key_change();
        return std::monostate{};
    };
    state_->submit<std::monostate>(Priority::publication, state_->options.deadline, std::move(work), std::move(done));
}

void SigningWorkers::remove_repository(std::string repository, Done<std::monostate> done) {
    auto work = [state = state_.get(), repository = std::move(repository)](SigningWorker&) -> Result<std::monostate> {
        TRY(state->store.remove(repository));
        state->announce_key_change();
        return std::monostate{};
    };
    state_->submit<std::monostate>(Priority::publication, state_->options.deadline, std::move(work), std::move(done));
}

SigningWorkers::Counters SigningWorkers::counters() const {
    return {state_->signatures.load(), state_->timeouts.load()};
}

}  // namespace slipway::signing
