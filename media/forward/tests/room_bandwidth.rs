//! What a subscriber's connection can take is found, followed and shared: over simulated networks, in
//! simulated time.

mod path;
mod room;

use path::{Network, World};

const LAYERS: [u64; 3] = [150_000, 500_000, 1_500_000];

#[test]
fn a_fast_link_gives_the_best_layer_within_two_seconds() {
    let mut world = World::new(Network::of(4_000_000));
    world.watch(LAYERS);
    world.run(2000);
    assert!(world.arriving_kbps(1000) > 1400);
    assert_eq!(world.take_layers(0).last(), Some(&2));
}

#[test]
fn most_of_a_link_is_found_within_five_seconds() {
    let mut world = World::new(Network::of(2_000_000));
    world.watch(LAYERS);
    world.run(5000);
    assert!(world.arriving_kbps(5000) > 1400);
    assert!(world.estimate_kbps() > 1400);
}

#[test]
fn a_step_down_is_followed_within_two_seconds_and_a_step_up_found() {
    let mut world = World::new(Network::of(2_000_000));
    world.watch(LAYERS);
    world.run(20_000);
    world.network.bps = 300_000;
    world.run(2000);
    assert!(world.estimate_kbps() < 300);
    world.waited_us = 0;
    world.run(18_000);
    assert!(world.waited_us < 150_000, "{}", world.waited_us);
    world.network.bps = 2_000_000;
    world.run(20_000);
    assert!(world.arriving_kbps(5000) > 450);
}

#[test]
fn too_slow_for_any_video_keeps_the_sound_and_says_so() {
    let mut world = World::new(Network::of(100_000));
    world.watch(LAYERS);
    world.run(10_000);
    assert_eq!(world.take_suspensions(), [true]);
    (world.sound_arrived, world.arrived_bytes) = (0, 0);
    world.run(10_000);
    assert_eq!((world.sound_arrived, world.arrived_bytes), (500, 0));
    world.network.bps = 2_000_000;
    world.run(15_000);
    assert_eq!(world.take_suspensions(), [false]);
    assert!(world.arriving_kbps(2000) > 140);
}
