//! File work off the async threads: one object, one operation at a time, the next one prepared while the last still runs.

use crate::error::{Error, Result, codes};
use crate::system::panics;
use tokio::task::JoinHandle;

/// Owns a blocking object and lends it to blocking threads.
pub(crate) struct Worker<T> {
    idle: Option<T>,
    busy: Option<Busy<T, ()>>,
}

/// An operation under way; after a panic the object does not come back.
type Busy<T, R> = JoinHandle<Result<(T, Result<R>)>>;

impl<T: Send + 'static> Worker<T> {
    pub(crate) fn new(object: T) -> Self {
        Worker { idle: Some(object), busy: None }
    }

    /// Waits for the operation under way and returns what came of it.
    pub(crate) async fn settle(&mut self) -> Result<()> {
        match self.busy.take() {
            Some(busy) => self.take_back(busy).await,
            None => Ok(()),
        }
    }

    /// Starts an operation; the one before it must have been settled.
    pub(crate) fn start(&mut self, work: impl FnOnce(&mut T) -> Result<()> + Send + 'static) {
        if let Some(object) = self.idle.take() {
            self.busy = Some(lend(object, work));
        }
    }

    /// Settles, then runs an operation to its end.
    pub(crate) async fn run<R: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut T) -> Result<R> + Send + 'static,
    ) -> Result<R> {
        self.settle().await?;
        let object = self.idle.take().ok_or_else(gone)?;
        self.take_back(lend(object, work)).await
    }

    /// Settles, then gives the object to its last operation.
    pub(crate) async fn end<R: Send + 'static>(
        &mut self,
        work: impl FnOnce(T) -> Result<R> + Send + 'static,
    ) -> Result<R> {
        let earlier = self.settle().await;
        let object = self.idle.take().ok_or_else(gone)?;
        let result = blocking(move || work(object)).await;
        earlier.and(result)
    }

    async fn take_back<R>(&mut self, busy: Busy<T, R>) -> Result<R> {
        let (object, result) = busy.await.map_err(|e| lost(&e))??;
        self.idle = Some(object);
        result
    }

    /// The object while no operation is under way.
    pub(crate) fn get(&mut self) -> Option<&mut T> {
        self.idle.as_mut()
    }
}

/// Lends the object to a blocking thread. After a panic it is not used again: nobody knows what is left half done in it.
fn lend<T: Send + 'static, R: Send + 'static>(
    mut object: T,
    work: impl FnOnce(&mut T) -> Result<R> + Send + 'static,
) -> Busy<T, R> {
    tokio::task::spawn_blocking(move || {
        panics::catch(move || {
            let result = work(&mut object);
            (object, result)
        })
    })
}

/// Runs one blocking piece of work.
pub(crate) async fn blocking<R: Send + 'static>(work: impl FnOnce() -> Result<R> + Send + 'static) -> Result<R> {
    tokio::task::spawn_blocking(move || panics::catch(work)).await.map_err(|e| lost(&e))??
}

/// The threads are going: the server was freed.
fn lost(error: &tokio::task::JoinError) -> Error {
    let code = if error.is_cancelled() { codes::INTERRUPTED } else { codes::PANIC };
    Error::new(code, format!("file work ended abnormally: {error}"))
}

fn gone() -> Error {
    Error::new(codes::PANIC, "file work ended abnormally earlier")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_panics_is_an_error_and_its_object_is_not_used_again() {
        let mut worker = Worker::new(1);
        worker.start(|object| {
            *object += 1;
            Ok(())
        });
        assert_eq!(worker.run(|object| Ok(*object)).await, Ok(2));
        worker.start(|_| panic!("no room on page {}", 7));
        let error = worker.settle().await.unwrap_err();
        assert_eq!(error.code, codes::PANIC);
        assert!(error.message.contains("no room on page 7"), "{error}");
        assert_eq!(worker.run(|object| Ok(*object)).await.unwrap_err().code, codes::PANIC);
        assert_eq!(blocking::<()>(|| panic!("gone")).await.unwrap_err().message, "Internal error: gone");
    }
}
