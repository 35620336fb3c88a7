//! File work off the async threads: one object, one operation at a time, the next one prepared while the last still runs.

use crate::error::{Error, Result, codes};
use tokio::task::JoinHandle;

/// Owns a blocking object and lends it to blocking threads.
pub(crate) struct Worker<T> {
    idle: Option<T>,
    busy: Option<JoinHandle<(T, Result<()>)>>,
}

impl<T: Send + 'static> Worker<T> {
    pub(crate) fn new(object: T) -> Self {
        Worker { idle: Some(object), busy: None }
    }

    /// Waits for the operation under way and returns what came of it.
    pub(crate) async fn settle(&mut self) -> Result<()> {
        let Some(busy) = self.busy.take() else { return Ok(()) };
        match busy.await {
            Ok((object, result)) => {
                self.idle = Some(object);
                result
            }
            Err(error) => Err(lost(&error)),
        }
    }

    /// Starts an operation; the one before it must have been settled.
    pub(crate) fn start(&mut self, work: impl FnOnce(&mut T) -> Result<()> + Send + 'static) {
        if let Some(mut object) = self.idle.take() {
            self.busy = Some(tokio::task::spawn_blocking(move || {
                let result = work(&mut object);
                (object, result)
            }));
        }
    }

    /// Settles, then runs an operation to its end.
    pub(crate) async fn run<R: Send + 'static>(
        &mut self,
        work: impl FnOnce(&mut T) -> Result<R> + Send + 'static,
    ) -> Result<R> {
        self.settle().await?;
        let mut object = self.idle.take().ok_or_else(gone)?;
        let handle = tokio::task::spawn_blocking(move || {
            let result = work(&mut object);
            (object, result)
        });
        match handle.await {
            Ok((object, result)) => {
                self.idle = Some(object);
                result
            }
            Err(error) => Err(lost(&error)),
        }
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

    /// The object while no operation is under way.
    pub(crate) fn get(&mut self) -> Option<&mut T> {
        self.idle.as_mut()
    }
}

/// Runs one blocking piece of work.
pub(crate) async fn blocking<R: Send + 'static>(work: impl FnOnce() -> Result<R> + Send + 'static) -> Result<R> {
    tokio::task::spawn_blocking(work).await.map_err(|e| lost(&e))?
}

fn lost(error: &tokio::task::JoinError) -> Error {
    Error::new(codes::PANIC, format!("file work ended abnormally: {error}"))
}

fn gone() -> Error {
    Error::new(codes::PANIC, "file work ended abnormally earlier")
}
