# make demo   builds, runs the main job against the complete C example and compares everything (scripts/demo.sh)

.PHONY: demo

demo:
	scripts/demo.sh
